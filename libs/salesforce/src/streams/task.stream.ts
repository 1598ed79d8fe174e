import type { ActivityKind } from '@leadlight/lead-features';
import type { HistoryRecord } from '@leadlight/workflows';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { parseInstant, toTextOrNull } from '../describe/field-value.ts';
import { queryAllRows, type Row } from '../query/query.ts';
import { soqlString } from '../query/soql.ts';
import { toActivityRecord } from './activity.ts';
import { emailMessageStream } from './email-message.stream.ts';
import type { EmailReadState } from './email-task-index.ts';
import { isMissing, isTrue, selectFields, type Stream, type StreamPlan } from './stream.ts';

const REQUIRED = ['Id', 'IsDeleted', 'WhoId', 'CreatedDate', 'SystemModstamp'];
const OPTIONAL = ['CompletedDateTime', 'TaskSubtype', 'CallType'];
const EXTRA = ['IsRecurrence'];
/** The most ids in one query: its URL must stay below 16,000 characters. */
const MAX_IDS_PER_QUERY = 450;

/**
 * Tasks, calls and logged e-mails. With Enhanced Email on, Salesforce stores an e-mail twice, as an EmailMessage and as the
 * Task that it points to. The EmailMessage counts, since it has the direction, and the Task does not. An e-mail Task
 * without an EmailMessage (logged by another tool, or older) counts by itself.
 *
 * A changed e-mail Task also reads its EmailMessage: conversion and merging re-parent the Task and leave the time of the
 * EmailMessage unchanged. The initial sync reads e-mails before tasks, so that few tasks need a query: those whose
 * EmailMessage was not read, and those that may have moved since.
 */
export const taskStream: Stream = {
  name: 'Task',
  timeField: 'SystemModstamp',
  async plan(context) {
    const selected = selectFields(await context.schema.find('Task'), 'Task', REQUIRED, OPTIONAL, EXTRA);
    if ('missing' in selected) return selected;
    const emailPlan = await emailMessageStream.plan(context);
    const emails = isMissing(emailPlan) || !(await hasAnyEmail(context.connection)) ? undefined : emailPlan;
    return {
      ...selected,
      initialWhere: ['WhoId != null'],
      async records(rows, initial) {
        if (!emails) return toTaskRecords(rows, new Set(), initial);
        const stateOf = (row: Row): EmailReadState =>
          initial ? context.emails.stateOf(String(row.Id), parseInstant(row.SystemModstamp) ?? Infinity) : 'unknown';
        const emailTasks = rows.filter((row) => activityKindOf(row) === 'email');
        const { current = [], unrecorded = [], unknown = [] } = Object.groupBy(emailTasks, stateOf);
        const messages = await queryEmails(context.connection, unknown, emails.fields);
        const earlierMessages = await queryEmails(context.connection, unrecorded, ['ActivityId', 'IsDeleted']);
        const existing = [...messages, ...earlierMessages].filter((row) => !isTrue(row.IsDeleted));
        const duplicateIds = new Set([
          ...current.map((row) => String(row.Id)),
          ...existing.map((row) => String(row.ActivityId)),
        ]);
        // Earlier versions of these messages may be stored, even when tasks are read initially.
        return [...toTaskRecords(rows, duplicateIds, initial), ...(await emails.records(messages, false))];
      },
    } satisfies StreamPlan;
  },
};

function toTaskRecords(
  rows: readonly Row[],
  duplicateIds: ReadonlySet<string>,
  initial: boolean,
): readonly HistoryRecord[] {
  return rows.flatMap((row) => {
    const kind = activityKindOf(row);
    const values = {
      kind,
      partyId: toTextOrNull(row.WhoId),
      doneAt: parseInstant(row.CompletedDateTime),
      incoming: kind === 'call' && row.CallType === 'Inbound',
      ignored: isTrue(row.IsRecurrence) || duplicateIds.has(String(row.Id)),
    };
    return toActivityRecord(row, values, initial) ?? [];
  });
}

function activityKindOf(row: Row): ActivityKind {
  if (row.TaskSubtype === 'Call') return 'call';
  return row.TaskSubtype === 'Email' || row.TaskSubtype === 'ListEmail' ? 'email' : 'task';
}

async function hasAnyEmail(connection: SalesforceConnection): Promise<boolean> {
  const query = { object: 'EmailMessage', fields: ['Id'], where: ['ActivityId != null'], limit: 1 };
  return (await queryAllRows(connection, query)).length > 0;
}

/** The EmailMessages of these tasks, including deleted ones. */
async function queryEmails(
  connection: SalesforceConnection,
  tasks: readonly Row[],
  fields: readonly string[],
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let start = 0; start < tasks.length; start += MAX_IDS_PER_QUERY) {
    const chunk = tasks.slice(start, start + MAX_IDS_PER_QUERY);
    const ids = chunk.map((task) => soqlString(String(task.Id))).join();
    const where = [`ActivityId IN (${ids})`];
    rows.push(...(await queryAllRows(connection, { object: 'EmailMessage', fields, where })));
  }
  return rows;
}
