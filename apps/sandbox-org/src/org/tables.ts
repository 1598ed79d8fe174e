import type { DatabaseSync } from 'node:sqlite';
import type { Field, FieldType, SObject } from './schema/field.ts';
import type { Schema } from './schema/schema.ts';

/** SQL needs names as text; they come from the schema alone and are quoted all the same. */
export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The field that identifies a record: `Id`, or `DurableId` where there is none. */
export const keyColumn = (object: SObject): string => (object.fields[0] as Field).name;

/** The fields that have values of their own. */
export const getStoredFields = ({ fields }: SObject): readonly Field[] => fields.filter(({ parts }) => parts === null);

/** A compound field as JSON, null where every part is empty. */
function compoundSql(parts: Readonly<Record<string, string>>): string {
  const columns = Object.values(parts).map(quoteIdentifier);
  const pairs = Object.entries(parts).map(([key, name]) => `'${key}', ${quoteIdentifier(name)}`);
  return `CASE WHEN coalesce(${columns.join(', ')}) IS NULL THEN NULL ELSE json_object(${pairs.join(', ')}) END`;
}

const NUMBER_TYPES: readonly FieldType[] = ['double', 'currency', 'percent'];

/** Text compares without regard to case, as in SOQL; ids and times compare exactly. */
export function columnType({ type, parts }: Field): string {
  if (parts) return `TEXT GENERATED ALWAYS AS (${compoundSql(parts)}) VIRTUAL`;
  if (type === 'boolean' || type === 'int') return 'INTEGER';
  if (NUMBER_TYPES.includes(type)) return 'REAL';
  // Old and new values of history keep the type they had.
  if (type === 'anyType') return 'COLLATE NOCASE';
  return type === 'id' || type === 'reference' || type === 'date' || type === 'datetime'
    ? 'TEXT'
    : 'TEXT COLLATE NOCASE';
}

/** Creates the tables of the schema, and the columns that are new in it. */
export function createTables(db: DatabaseSync, schema: Schema): void {
  for (const object of schema.objects) {
    const key = keyColumn(object);
    const columns = object.fields.map(
      (field) => `${quoteIdentifier(field.name)} ${columnType(field)}${field.name === key ? ' PRIMARY KEY' : ''}`,
    );
    db.exec(`CREATE TABLE IF NOT EXISTS ${quoteIdentifier(object.name)} (${columns.join(', ')}) WITHOUT ROWID`);
    addColumns(db, object);
  }
}

function addColumns(db: DatabaseSync, object: SObject): void {
  const known = new Set(
    db
      .prepare('SELECT name FROM pragma_table_xinfo(?)')
      .all(object.name)
      .map(({ name }) => String(name)),
  );
  for (const field of object.fields) {
    if (known.has(field.name)) continue;
    db.exec(
      `ALTER TABLE ${quoteIdentifier(object.name)} ADD COLUMN ${quoteIdentifier(field.name)} ${columnType(field)}`,
    );
    if (field.type === 'boolean') {
      db.prepare(`UPDATE ${quoteIdentifier(object.name)} SET ${quoteIdentifier(field.name)} = ?`).run(
        field.defaultValue === true ? 1 : 0,
      );
    }
  }
}

const INDEXED_FIELDS = ['SystemModstamp', 'CreatedDate'];

/** References and times are indexed; done after loading, which is faster. */
export function createIndexes(db: DatabaseSync, schema: Schema): void {
  for (const object of schema.objects) {
    for (const { name, type, externalId } of object.fields) {
      const wanted =
        INDEXED_FIELDS.includes(name) ||
        externalId ||
        (type === 'reference' && !/^(CreatedBy|LastModifiedBy|Owner)Id$/.test(name));
      if (!wanted) continue;
      const index = quoteIdentifier(`${object.name}.${name}`);
      db.exec(`CREATE INDEX IF NOT EXISTS ${index} ON ${quoteIdentifier(object.name)} (${quoteIdentifier(name)})`);
    }
  }
}
