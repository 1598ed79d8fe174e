import type { DatabaseSync } from 'node:sqlite';
import { prepareCached } from '../statements.ts';

/** The time zone of a user, e.g. `America/New_York`. */
export const userTimeZone = (db: DatabaseSync, userId: string): string =>
  String(prepareCached(db, 'SELECT "TimeZoneSidKey" AS zone FROM "User" WHERE "Id" = ?').get(userId)?.zone ?? 'GMT');
