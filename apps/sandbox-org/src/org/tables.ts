import type { DatabaseSync } from 'node:sqlite';
import { DECIMAL_TYPES, type Field, type SObject } from './schema/field.ts';
import type { Schema } from './schema/schema.ts';

/** Quotes a name for SQL. Names come from the schema only; quoting is a second line of defence. */
export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The field that identifies a record: `Id` or `DurableId`. */
export const keyColumn = (object: SObject): string => (object.fields[0] as Field).name;

/** All fields but the compound ones. */
export const getStoredFields = ({ fields }: SObject): readonly Field[] => fields.filter(({ parts }) => parts === null);

/** A compound field as JSON, null when every part is empty. */
function compoundSql(parts: Readonly<Record<string, string>>): string {
  const columns = Object.values(parts).map(quoteIdentifier);
  const pairs = Object.entries(parts).map(([key, name]) => `'${key}', ${quoteIdentifier(name)}`);
  return `CASE WHEN coalesce(${columns.join(', ')}) IS NULL THEN NULL ELSE json_object(${pairs.join(', ')}) END`;
}

/** Text compares case-insensitively, as in SOQL; ids and times compare exactly. */
export function columnType({ type, parts }: Field): string {
  if (parts) return `TEXT GENERATED ALWAYS AS (${compoundSql(parts)}) VIRTUAL`;
  if (type === 'boolean' || type === 'int') return 'INTEGER';
  if (DECIMAL_TYPES.includes(type)) return 'REAL';
  // OldValue and NewValue of a history keep the type of the field.
  if (type === 'anyType') return 'COLLATE NOCASE';
  return type === 'id' || type === 'reference' || type === 'date' || type === 'datetime'
    ? 'TEXT'
    : 'TEXT COLLATE NOCASE';
}

export function insertSql(object: SObject): string {
  const columns = getStoredFields(object).map(({ name }) => quoteIdentifier(name));
  const placeholders = columns.map(() => '?').join(', ');
  return `INSERT INTO ${quoteIdentifier(object.name)} (${columns.join(', ')}) VALUES (${placeholders})`;
}

/** Creates missing tables and columns of the schema. */
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
  const existing = new Set(
    db
      .prepare('SELECT name FROM pragma_table_xinfo(?)')
      .all(object.name)
      .map(({ name }) => String(name)),
  );
  for (const field of object.fields) {
    if (existing.has(field.name)) continue;
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

/** Indexes references and times. Faster after loading the company than before. */
export function createIndexes(db: DatabaseSync, schema: Schema): void {
  for (const object of schema.objects) {
    for (const { name, type, externalId } of object.fields) {
      const isIndexed =
        INDEXED_FIELDS.includes(name) ||
        externalId ||
        (type === 'reference' && !/^(CreatedBy|LastModifiedBy|Owner)Id$/.test(name));
      if (!isIndexed) continue;
      const index = quoteIdentifier(`${object.name}.${name}`);
      db.exec(`CREATE INDEX IF NOT EXISTS ${index} ON ${quoteIdentifier(object.name)} (${quoteIdentifier(name)})`);
    }
  }
}
