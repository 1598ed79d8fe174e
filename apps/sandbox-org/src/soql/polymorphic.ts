import { field } from '../org/schema/field.ts';
import type { Field } from '../org/schema/field.ts';
import type { Schema } from '../org/schema/schema.ts';
import { quoteIdentifier } from '../org/tables.ts';

/** What can be told of a record whatever its object: the fields of the platform's `Name`. */
export const NAME_FIELDS = [
  'Name',
  'FirstName',
  'LastName',
  'Email',
  'Phone',
  'Title',
  'Alias',
  'Username',
  'IsActive',
];

export const isPolymorphic = ({ referenceTo }: Field): boolean => referenceTo.length > 1;

/**
 * A field of the record behind a reference to several objects, e.g. `Who.Type`.
 * @param reference SQL of the reference itself
 * @returns undefined where the platform's `Name` has no such field
 */
export function resolvePolymorphicField(
  schema: Schema,
  { referenceTo }: Field,
  reference: string,
  name: string,
): { readonly field: Field; readonly sql: string } | undefined {
  const wanted = name.toLowerCase();
  if (wanted === 'id') return { field: field('Id', 'id', { length: 18 }), sql: reference };
  const targets = referenceTo.flatMap((target) => schema.findObject(target) ?? []);
  if (wanted === 'type') {
    const cases = targets.map(({ keyPrefix, name: target }) => `WHEN '${keyPrefix}' THEN '${target}'`);
    return {
      field: field('Type', 'picklist', { length: 40 }),
      sql: `(CASE substr(${reference}, 1, 3) ${cases.join(' ')} END)`,
    };
  }
  const known = NAME_FIELDS.find((each) => each.toLowerCase() === wanted);
  const having = known === undefined ? [] : targets.filter((target) => schema.findField(target, known));
  const [first] = having;
  const found = first && known !== undefined ? schema.findField(first, known) : undefined;
  if (!found) return undefined;
  const reads = having.map(
    (target) =>
      `(SELECT ${quoteIdentifier(found.name)} FROM ${quoteIdentifier(target.name)} WHERE "Id" = ${reference})`,
  );
  return { field: found, sql: reads.length === 1 ? (reads[0] as string) : `coalesce(${reads.join(', ')})` };
}
