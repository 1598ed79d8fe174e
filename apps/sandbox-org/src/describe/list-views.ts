import type { StoredComponent } from '../metadata/component-store.ts';
import { childrenOf, textOf, type XmlElement } from '../metadata/xml.ts';
import { malformedQuery } from '../org/api-error.ts';
import type { Org } from '../org/org.ts';
import type { Field, SObject } from '../org/schema/field.ts';

/** A list view of an object: what it is called, and which records it shows. */
export interface ListView {
  readonly id: string;
  readonly developerName: string;
  readonly label: string;
  /** The condition of a SOQL query; empty = all records. Reading it throws an ApiError where this org cannot apply a filter. */
  readonly where: string;
}

/** The list views that are deployed or that a user has made. */
export const storedListViews = (org: Org, object: SObject): readonly ListView[] =>
  org.components
    .ofType('ListView')
    .filter(({ fullName }) => fullName.toLowerCase().startsWith(`${object.name.toLowerCase()}.`))
    .map((component) => toListView(org, object, component));

function toListView(org: Org, object: SObject, { id, fullName, body }: StoredComponent): ListView {
  const developerName = fullName.slice(object.name.length + 1);
  return {
    ...{ id, developerName, label: textOf(body, 'label') ?? developerName },
    get where() {
      const mine = textOf(body, 'filterScope') === 'Mine' ? [`OwnerId = '${org.userId}'`] : [];
      const filters = childrenOf(body, 'filters').map((filter) => conditionOf(object, filter));
      return [...mine, ...filters].join(' AND ');
    },
  };
}

const OPERATORS: Readonly<Record<string, (literal: (text: string) => string, value: string) => string>> = {
  equals: (literal, value) => `= ${literal(value)}`,
  notEqual: (literal, value) => `!= ${literal(value)}`,
  greaterOrEqual: (literal, value) => `>= ${literal(value)}`,
  greaterThan: (literal, value) => `> ${literal(value)}`,
  lessOrEqual: (literal, value) => `<= ${literal(value)}`,
  lessThan: (literal, value) => `< ${literal(value)}`,
  contains: (_literal, value) => `LIKE '%${escape(value)}%'`,
  startsWith: (_literal, value) => `LIKE '${escape(value)}%'`,
};

/** Values that are separated by commas are alternatives. @throws ApiError where this org cannot apply the filter */
function conditionOf(object: SObject, filter: XmlElement): string {
  const name = textOf(filter, 'field') ?? '';
  const operator = OPERATORS[textOf(filter, 'operation') ?? ''];
  const field = object.fields.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (!field || !operator) throw malformedQuery(`This org cannot filter ${object.name} by ${name}`);
  const values = (textOf(filter, 'value') ?? '').split(',');
  return `(${values.map((value) => `${field.name} ${operator((text) => literalOf(field, text), value.trim())}`).join(' OR ')})`;
}

function literalOf({ type }: Field, text: string): string {
  if (text === '') return 'NULL';
  const isPlain = ['boolean', 'currency', 'date', 'datetime', 'double', 'int', 'percent'].includes(type);
  return isPlain ? text : `'${escape(text)}'`;
}

const escape = (text: string): string => text.replace(/[\\']/g, '\\$&');
