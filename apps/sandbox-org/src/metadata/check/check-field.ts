import type { Component } from '../component-store.ts';
import { textOf } from '../xml.ts';
import type { Problem } from './validate-element.ts';

/** Elements that a type of field needs (Metadata API Developer Guide, CustomField). */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  AutoNumber: ['displayFormat'],
  Checkbox: ['defaultValue'],
  Currency: ['precision', 'scale'],
  Lookup: ['referenceTo', 'relationshipName'],
  LongTextArea: ['length', 'visibleLines'],
  MasterDetail: ['referenceTo', 'relationshipName'],
  MultiselectPicklist: ['valueSet', 'visibleLines'],
  Number: ['precision', 'scale'],
  Percent: ['precision', 'scale'],
  Picklist: ['valueSet'],
  Text: ['length'],
};

/** Types that the org can store. */
const STORED = [...Object.keys(NEEDED), 'Date', 'DateTime', 'Email', 'Html', 'Phone', 'TextArea', 'Url'];

export function checkCustomField({ fullName, body }: Component): Problem[] {
  const type = textOf(body, 'type');
  const at = { line: body.line, column: body.column };
  if (!fullName.endsWith('__c')) return [];
  const name = fullName.split('.')[1] ?? '';
  if (type === undefined) return [{ message: 'Required field is missing: type', ...at }];
  if (!STORED.includes(type)) return [{ message: `This org does not store fields of the type ${type}.`, ...at }];
  if (textOf(body, 'label') === undefined) return [{ message: 'Required field is missing: label', ...at }];
  const isFormula = textOf(body, 'formula') !== undefined;
  const needed = isFormula ? [] : (NEEDED[type] ?? []);
  const problems = needed
    .filter((element) => textOf(body, element) === undefined)
    .map((element) => ({ message: `Must specify '${element}' for a CustomField of type ${type}`, ...at }));
  const [length, precision] = [Number(textOf(body, 'length') ?? 0), Number(textOf(body, 'precision') ?? 0)];
  if (type === 'Text' && length > 255)
    problems.push({ message: 'Text fields can be at most 255 characters long', ...at });
  if (type === 'LongTextArea' && (length < 256 || length > 131_072)) {
    problems.push({ message: 'A long text area has 256 to 131,072 characters', ...at });
  }
  if (precision > 18) problems.push({ message: 'precision must be at most 18', ...at });
  if (name.length > 43) problems.push({ message: 'The name of a custom field has at most 40 characters', ...at });
  return problems;
}
