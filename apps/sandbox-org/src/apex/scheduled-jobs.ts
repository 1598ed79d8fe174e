import { HOUR_MS, MINUTE_MS } from '@leadlight/common';
import { badRequest } from '../org/api-error.ts';
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

  /** @param className of the schedulable class. @returns the id of the CronTrigger */
  add(name: string, expression: string, className: string): string {
    const records = new SetupRecords(this.#org);
    const at = this.#org.now();
    const trigger = records.insert('CronTrigger', {
      CronJobDetailId: records.insert('CronJobDetail', { Name: name, JobType: '7' }),
      CronExpression: expression,
      State: 'WAITING',
      TimesTriggered: 0,
      StartTime: new Date(at).toISOString(),
      NextFireTime: new Date(nextFireTime(expression, at)).toISOString(),
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

  /** Names of the classes that wait for their time, in lower case. */
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

/**
 * The next time of an expression `SECONDS MINUTES HOURS ? * *` whose parts are numbers or `*`; the org knows no other.
 * @throws ApiError
 */
function nextFireTime(expression: string, after: number): number {
  const [second = '', minute = '', hour = '', ...rest] = expression.split(' ');
  const isKnown =
    [second, minute, hour].every((part) => /^(\*|\d+)$/.test(part)) && rest.every((part) => /^[*?]$/.test(part));
  if (!isKnown || second === '*')
    throw badRequest('INVALID_INPUT', `This org does not schedule jobs by the expression ${expression}.`);
  const matches = (part: string, value: number): boolean => part === '*' || Number(part) === value;
  let at = Math.floor(after / MINUTE_MS) * MINUTE_MS + Number(second) * 1000;
  const end = after + 25 * HOUR_MS;
  for (; at <= end; at += MINUTE_MS) {
    const date = new Date(at);
    if (at > after && matches(minute, date.getUTCMinutes()) && matches(hour, date.getUTCHours())) return at;
  }
  throw badRequest('INVALID_INPUT', `The expression ${expression} names no time.`);
}
