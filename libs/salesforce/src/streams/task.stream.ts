import type { ActivityKind } from '@leadlight/lead-features';
import type { HistoryRecord } from '@leadlight/workflows';
import { instantOf, textOrNull } from '../describe/field-value.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { queryAllRows, type Row } from '../query.ts';
import { soqlText } from '../soql.ts';
import { activityRecord } from './activity.ts';
import { emailMessageStream } from './email-message.stream.ts';
import type { IdSet } from './id-set.ts';
import { choose, isMissing, isTrue, type Stream, type StreamPlan } from './stream.ts';

const REQUIRED = ['Id', 'IsDeleted', 'WhoId', 'CreatedDate', 'SystemModstamp'];
const OPTIONAL = ['CompletedDateTime', 'TaskSubtype', 'CallType'];
const EXTRA = ['IsRecurrence'];
/** Ids of one query: its address must stay below 16,000 characters. */
const IDS_PER_QUERY = 450;

/**
 * Tasks, calls and logged e-mails. With Enhanced Email on, Salesforce keeps an e-mail twice, as EmailMessage and as a
 * Task that it points to: the EmailMessage counts, since it knows the direction, and that Task does not. An e-mail Task
 * that no EmailMessage points to (logged by another tool, or older) counts by itself.
 *
 * At the first read, e-mails come before tasks, so that few tasks have to be asked about. Later, a changed e-mail Task
 * brings its EmailMessage along: conversion and merging re-parent the Task and leave the EmailMessage's time as it was.
 */
export const taskStream: Stream = {
  name: 'Task',
  timeField: 'SystemModstamp',
  async plan(org) {
    const chosen = choose(await org.schema.find('Task'), 'Task', REQUIRED, OPTIONAL, EXTRA);
    if ('missing' in chosen) return chosen;
    const emailPlan = await emailMessageStream.plan(org);
    const emails = isMissing(emailPlan) || !(await anyEmail(org.connection)) ? undefined : emailPlan;
    return {
      ...chosen,
      initialWhere: ['WhoId != null'],
      async records(rows, initial) {
        const emailTasks = rows.filter((row) => kindOf(row) === 'email').map((row) => String(row.Id));
        if (!emails) return tasksOf(rows, () => false, initial);
        if (initial) {
          const found = await withEmail(org.connection, emailTasks, org.emailTasks);
          return tasksOf(rows, (id) => org.emailTasks.has(id) || found.has(id), initial);
        }
        const messages = await emailsOf(org.connection, emailTasks, emails.fields);
        const found = new Set(messages.filter((row) => !isTrue(row.IsDeleted)).map((row) => String(row.ActivityId)));
        return [...tasksOf(rows, (id) => found.has(id), initial), ...(await emails.records(messages, initial))];
      },
    } satisfies StreamPlan;
  },
};

function tasksOf(rows: readonly Row[], isTwice: (id: string) => boolean, initial: boolean): readonly HistoryRecord[] {
  return rows.flatMap((row) => {
    const kind = kindOf(row);
    const facts = {
      kind,
      partyId: textOrNull(row.WhoId),
      doneAt: instantOf(row.CompletedDateTime),
      incoming: kind === 'call' && row.CallType === 'Inbound',
      ignored: isTrue(row.IsRecurrence) || isTwice(String(row.Id)),
    };
    return activityRecord(row, facts, initial) ?? [];
  });
}

function kindOf(row: Row): ActivityKind {
  if (row.TaskSubtype === 'Call') return 'call';
  return row.TaskSubtype === 'Email' || row.TaskSubtype === 'ListEmail' ? 'email' : 'task';
}

async function anyEmail(connection: SalesforceConnection): Promise<boolean> {
  const one = { object: 'EmailMessage', fields: ['Id'], where: ['ActivityId != null'], limit: 1 };
  return (await queryAllRows(connection, one)).length > 0;
}

/** Of these tasks, those that an EmailMessage points to and that were not met before. */
async function withEmail(
  connection: SalesforceConnection,
  taskIds: readonly string[],
  met: IdSet,
): Promise<ReadonlySet<string>> {
  const unmet = taskIds.filter((id) => !met.has(id));
  const rows = await emailsOf(connection, unmet, ['ActivityId'], ['IsDeleted = false']);
  return new Set(rows.map((row) => String(row.ActivityId)));
}

async function emailsOf(
  connection: SalesforceConnection,
  taskIds: readonly string[],
  fields: readonly string[],
  where: readonly string[] = [],
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let start = 0; start < taskIds.length; start += IDS_PER_QUERY) {
    const ids = taskIds
      .slice(start, start + IDS_PER_QUERY)
      .map(soqlText)
      .join();
    const select = { object: 'EmailMessage', fields, where: [...where, `ActivityId IN (${ids})`] };
    rows.push(...(await queryAllRows(connection, select)));
  }
  return rows;
}
