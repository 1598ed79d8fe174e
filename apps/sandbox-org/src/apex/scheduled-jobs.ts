import { nextTime } from '@leadlight/apex-runtime/next-time';
import type { Org } from '../org/org.ts';
import { prepareCached } from '../org/statements.ts';
import { SetupRecords } from './setup-table.ts';

/** The scheduled Apex jobs. They are stored and never run. */
export class ScheduledJobs {
  readonly #org: Org;

  constructor(org: Org) {
    this.#org = org;
  }

  isScheduled(name: string): boolean {
    const sql =
      'SELECT 1 AS found FROM "CronTrigger" t JOIN "CronJobDetail" d ON d."Id" = t."CronJobDetailId" WHERE d."Name" = ?';
    return prepareCached(this.#org.db, sql).get(name) !== undefined;
  }

  /**
   * @param className of the schedulable class
   * @returns the id of the CronTrigger
   * @throws Error for an expression that `nextTime` refuses
   */
  add(name: string, expression: string, className: string): string {
    const records = new SetupRecords(this.#org);
    const at = this.#org.now();
    const trigger = records.insert('CronTrigger', {
      CronJobDetailId: records.insert('CronJobDetail', { Name: name, JobType: '7' }),
      CronExpression: expression,
      State: 'WAITING',
      TimesTriggered: 0,
      StartTime: new Date(at).toISOString(),
      NextFireTime: new Date(nextTime(expression, at)).toISOString(),
      OwnerId: this.#org.userId,
      TimeZoneSidKey: 'GMT',
    });
    records.insert('AsyncApexJob', {
      ApexClassId: this.#org.components.find('ApexClass', className)?.id ?? null,
      CronTriggerId: trigger,
      JobType: 'ScheduledApex',
      Status: 'Queued',
      CreatedById: this.#org.userId,
    });
    return trigger;
  }

  /** @returns whether there was such a job */
  remove(id: string): boolean {
    const { db } = this.#org;
    const trigger = prepareCached(
      db,
      'SELECT "Id" AS id, "CronJobDetailId" AS detail FROM "CronTrigger" WHERE substr("Id", 1, 15) = ?',
    ).get(id.slice(0, 15));
    if (!trigger) return false;
    prepareCached(db, 'DELETE FROM "CronTrigger" WHERE "Id" = ?').run(trigger.id ?? null);
    prepareCached(db, 'DELETE FROM "CronJobDetail" WHERE "Id" = ?').run(trigger.detail ?? null);
    prepareCached(
      db,
      'UPDATE "AsyncApexJob" SET "Status" = \'Aborted\', "CronTriggerId" = NULL WHERE "CronTriggerId" = ?',
    ).run(trigger.id ?? null);
    return true;
  }

  /** Names of the classes with a scheduled job, in lower case. */
  classes(): Set<string> {
    const sql =
      'SELECT c."Name" AS name FROM "AsyncApexJob" j JOIN "ApexClass" c ON c."Id" = j."ApexClassId" WHERE j."JobType" = \'ScheduledApex\' AND j."Status" = \'Queued\'';
    return new Set(
      prepareCached(this.#org.db, sql)
        .all()
        .map(({ name }) => String(name).toLowerCase()),
    );
  }
}
