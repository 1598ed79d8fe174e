import { type Field, field } from '../org/schema/field.ts';
import type { Schema } from '../org/schema/schema.ts';
import { quoteIdentifier } from '../org/tables.ts';

/** The fields of the platform's `Name` object, which stands for any record. */
export const NAME_FIELDS = 'Name FirstName LastName Email Phone Title Alias Username IsActive'.split(' ');

export const isPolymorphic = ({ referenceTo }: Field): boolean => referenceTo.length > 1;

/**
 * A field of the record behind a polymorphic reference, e.g. `Who.Type`.
 * @param reference SQL of the reference itself
 * @returns undefined when the platform's `Name` has no such field
 */
export function resolvePolymorphicField(
  schema: Schema,
  { referenceTo }: Field,
  reference: string,
  name: string,
): { readonly field: Field; readonly sql: string } | undefined {
  const lowerName = name.toLowerCase();
  if (lowerName === 'id') return { field: field('Id', 'id', { length: 18 }), sql: reference };
  const targets = referenceTo.flatMap((target) => schema.findObject(target) ?? []);
  if (lowerName === 'type') {
    const cases = targets.map(({ keyPrefix, name: target }) => `WHEN '${keyPrefix}' THEN '${target}'`);
    return {
      field: field('Type', 'picklist', { length: 40 }),
      sql: `(CASE substr(${reference}, 1, 3) ${cases.join(' ')} END)`,
    };
  }
  const fieldName = NAME_FIELDS.find((each) => each.toLowerCase() === lowerName) ?? '';
  const withField = targets.filter((target) => schema.findField(target, fieldName));
  const found = withField[0] && schema.findField(withField[0], fieldName);
  if (!found) return undefined;
  const column = quoteIdentifier(found.name);
  const reads = withField.map(
    (target) => `(SELECT ${column} FROM ${quoteIdentifier(target.name)} WHERE "Id" = ${reference})`,
  );
  // An expression does not have the collation of the columns that it reads.
  return { field: found, sql: `(coalesce(${reads.join(', ')}, NULL) COLLATE NOCASE)` };
}
