import type { DatabaseSync } from 'node:sqlite';
import { DAY_MS } from '@leadlight/common';

/** As on the platform. */
const ARCHIVED_AFTER_MS = 365 * DAY_MS;

/**
 * Archives what the platform does: events that ended over a year ago, and closed tasks whose due date, or creation where
 * they have none, is over a year ago. An archived record keeps its times and makes no change event.
 * @source https://help.salesforce.com/s/articleView?id=sales.activities_archived.htm
 */
export function archiveActivities(db: DatabaseSync, now: number): void {
  const before = new Date(now - ARCHIVED_AFTER_MS).toISOString();
  db.prepare(`UPDATE "Event" SET "IsArchived" = 1 WHERE "IsArchived" = 0 AND "EndDateTime" < ?`).run(before);
  db.prepare(
    `UPDATE "Task" SET "IsArchived" = 1
     WHERE "IsArchived" = 0 AND "IsClosed" = 1 AND coalesce("ActivityDate", substr("CreatedDate", 1, 10)) < ?`,
  ).run(before.slice(0, 10));
}
