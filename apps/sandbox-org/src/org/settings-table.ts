import type { DatabaseSync } from 'node:sqlite';

export const createSettings = (db: DatabaseSync): void =>
  db.exec('CREATE TABLE IF NOT EXISTS "sandbox.setting" (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID');

export const findSetting = (db: DatabaseSync, name: string): string | undefined => {
  const row = db.prepare('SELECT value FROM "sandbox.setting" WHERE name = ?').get(name);
  return row === undefined ? undefined : String(row.value);
};

export const putSetting = (db: DatabaseSync, name: string, value: string): void => {
  db.prepare('INSERT OR REPLACE INTO "sandbox.setting" (name, value) VALUES (?, ?)').run(name, value);
};
