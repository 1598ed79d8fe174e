import type { DatabaseSync } from 'node:sqlite';
import { columnType, quoteIdentifier } from '../tables.ts';
import { type Field, NUMBER_TYPES, type SObject } from './field.ts';

const NUMBER = /^\s*-?\d+(\.\d+)?\s*$/;

/** Gives the column of a field the type of `after`. Values that the type does not allow become empty. */
export function convertColumn(db: DatabaseSync, object: SObject, before: Field, after: Field): void {
  const [table, column] = [quoteIdentifier(object.name), quoteIdentifier(before.name)];
  const rows = db.prepare(`SELECT "Id", ${column} AS value FROM ${table} WHERE ${column} IS NOT NULL`).all();
  db.exec(`ALTER TABLE ${table} DROP COLUMN ${column}`);
  db.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${columnType(after)}`);
  const update = db.prepare(`UPDATE ${table} SET ${column} = ? WHERE "Id" = ?`);
  for (const { Id, value } of rows) {
    const text = String(value);
    if (!NUMBER_TYPES.includes(after.type)) update.run(text, String(Id));
    else if (NUMBER.test(text)) update.run(Number(text), String(Id));
  }
}
