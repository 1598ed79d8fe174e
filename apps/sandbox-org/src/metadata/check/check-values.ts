import type { Component } from '../component-store.ts';
import { childrenOf, textOf } from '../xml.ts';
import { type Problem, problemAt } from './validate-element.ts';
import type { World } from './world.ts';

/** The types that values of a field may have in a custom metadata record. */
const VALUE_TYPES: Readonly<Record<string, readonly string[]>> = {
  Checkbox: ['boolean'],
  Number: ['double', 'int'],
  Percent: ['double', 'int'],
  Date: ['date'],
  DateTime: ['dateTime'],
};

/** Values must have the type of their field. */
export function checkCustomMetadata({ fullName, body }: Component, world: World): Problem[] {
  const [type = ''] = fullName.split('.');
  return childrenOf(body, 'values').flatMap((entry) => {
    const name = textOf(entry, 'field') ?? '';
    const field = world.find('CustomField', `${type}__mdt.${name}`);
    const value = childrenOf(entry, 'value')[0];
    if (!field || !value || value.attributes['xsi:nil'] === 'true') return [];
    const allowed = VALUE_TYPES[textOf(field.body, 'type') ?? ''] ?? ['string', 'picklist'];
    const given = (value.attributes['xsi:type'] ?? '').replace(/^.*:/, '');
    if (!allowed.includes(given))
      return [
        problemAt(value, `The value of ${name} must have the type xsd:${allowed[0] ?? ''}, not ${given || 'none'}`),
      ];
    if (given === 'boolean' && !/^(true|false)$/.test(value.text))
      return [problemAt(value, `'${value.text}' is not a boolean`)];
    const isNumber = ['double', 'int'].includes(given);
    return isNumber && !Number.isFinite(Number(value.text || 'x'))
      ? [problemAt(value, `'${value.text}' is not a number`)]
      : [];
  });
}

/** Joins must follow a lookup, and columns must be fields of the joined objects. */
export function checkReportType({ body }: Component, world: World): Problem[] {
  const base = textOf(body, 'baseObject') ?? '';
  const tables = new Map([[base, base]]);
  const problems: Problem[] = [];
  let [path, join] = [base, childrenOf(body, 'join')[0]];
  while (join) {
    const relationship = textOf(join, 'relationship') ?? '';
    const child = findChild(world, tables.get(path) ?? '', relationship);
    if (child === undefined) problems.push(problemAt(join, `${path} has no child relationship ${relationship}`));
    path = `${path}.${relationship}`;
    if (child !== undefined) tables.set(path, child);
    join = childrenOf(join, 'join')[0];
  }
  if (problems.length > 0) return problems;
  return childrenOf(body, 'sections').flatMap((section) =>
    childrenOf(section, 'columns').flatMap((column) => {
      const [table, field] = [textOf(column, 'table') ?? '', textOf(column, 'field') ?? ''];
      const object = tables.get(table);
      if (object === undefined) return [problemAt(column, `The report type has no table ${table}`)];
      return world.has('Field', `${object}.${field}`)
        ? []
        : [problemAt(column, `In field: field - no CustomField named ${object}.${field} found`)];
    }),
  );
}

/** The object whose lookup to `parent` has this child relationship, e.g. `Leadlight_Score_History__r`. */
function findChild(world: World, parent: string, relationship: string): string | undefined {
  for (const { type, fullName, body } of world.components) {
    if (type !== 'CustomField' || textOf(body, 'referenceTo') !== parent) continue;
    if (`${textOf(body, 'relationshipName') ?? ''}__r` === relationship) return fullName.split('.')[0];
  }
  return undefined;
}
