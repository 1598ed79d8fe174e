import type { ActivityKind } from '@leadlight/lead-features';
import type { HistoryRecord } from '@leadlight/workflows';
import { parseInstant, toTextOrNull } from '../describe/field-value.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { queryAllRows, type Row } from '../query/query.ts';
import { soqlString } from '../query/soql.ts';
import { toActivityRecord } from './activity.ts';
import { emailMessageStream } from './email-message.stream.ts';
import type { EmailReadState } from './email-task-index.ts';
import { selectFields, isMissing, isTrue, type Stream, type StreamPlan } from './stream.ts';

const REQUIRED = ['Id', 'IsDeleted', 'WhoId', 'CreatedDate', 'SystemModstamp'];
const OPTIONAL = ['CompletedDateTime', 'TaskSubtype', 'CallType'];
const EXTRA = ['IsRecurrence'];
/** Ids of one query: its address must stay below 16,000 characters. */
const MAX_IDS_PER_QUERY = 450;

/**
 * Tasks, calls and logged e-mails. With Enhanced Email on, Salesforce keeps an e-mail twice, as EmailMessage and as a
 * Task that it points to: the EmailMessage counts, since it knows the direction, and that Task does not. An e-mail Task
 * that no EmailMessage points to (logged by another tool, or older) counts by itself.
 *
 * A changed e-mail Task brings its EmailMessage along: conversion and merging re-parent the Task and leave the EmailMessage's
 * time as it was. At the first read, e-mails come before tasks, so that few tasks have to be asked about: those that were
 * not met, and those that may have moved since.
 */
export const taskStream: Stream = {
  name: 'Task',
  timeField: 'SystemModstamp',
  async plan(org) {
    const chosen = selectFields(await org.schema.find('Task'), 'Task', REQUIRED, OPTIONAL, EXTRA);
    if ('missing' in chosen) return chosen;
    const emailPlan = await emailMessageStream.plan(org);
    const emails = isMissing(emailPlan) || !(await hasAnyEmail(org.connection)) ? undefined : emailPlan;
    return {
      ...chosen,
      initialWhere: ['WhoId != null'],
      async records(rows, initial) {
        if (!emails) return toTaskRecords(rows, () => false, initial);
        const ofEmails = rows.filter((row) => activityKindOf(row) === 'email');
        const known = (row: Row): EmailReadState =>
          initial ? org.emails.stateOf(String(row.Id), parseInstant(row.SystemModstamp) ?? Infinity) : 'nothing';
        const { current = [], read = [], nothing = [] } = Object.groupBy(ofEmails, known);
        const messages = await queryEmails(org.connection, nothing, emails.fields);
        const others = await queryEmails(org.connection, read, ['ActivityId', 'IsDeleted']);
        const found = [...messages, ...others].filter((row) => !isTrue(row.IsDeleted));
        const twice = new Set([...current.map((row) => String(row.Id)), ...found.map((row) => String(row.ActivityId))]);
        // Something older of them may be stored, whether tasks are read for the first time or not.
        return [...toTaskRecords(rows, (id) => twice.has(id), initial), ...(await emails.records(messages, false))];
      },
    } satisfies StreamPlan;
  },
};

function toTaskRecords(
  rows: readonly Row[],
  isTwice: (id: string) => boolean,
  initial: boolean,
): readonly HistoryRecord[] {
  return rows.flatMap((row) => {
    const kind = activityKindOf(row);
    const facts = {
      kind,
      partyId: toTextOrNull(row.WhoId),
      doneAt: parseInstant(row.CompletedDateTime),
      incoming: kind === 'call' && row.CallType === 'Inbound',
      ignored: isTrue(row.IsRecurrence) || isTwice(String(row.Id)),
    };
    return toActivityRecord(row, facts, initial) ?? [];
  });
}

function activityKindOf(row: Row): ActivityKind {
  if (row.TaskSubtype === 'Call') return 'call';
  return row.TaskSubtype === 'Email' || row.TaskSubtype === 'ListEmail' ? 'email' : 'task';
}

async function hasAnyEmail(connection: SalesforceConnection): Promise<boolean> {
  const one = { object: 'EmailMessage', fields: ['Id'], where: ['ActivityId != null'], limit: 1 };
  return (await queryAllRows(connection, one)).length > 0;
}

/** The e-mails that these tasks stand for, deleted ones too. */
async function queryEmails(
  connection: SalesforceConnection,
  tasks: readonly Row[],
  fields: readonly string[],
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let start = 0; start < tasks.length; start += MAX_IDS_PER_QUERY) {
    const ids = tasks
      .slice(start, start + MAX_IDS_PER_QUERY)
      .map((task) => soqlString(String(task.Id)))
      .join();
    const select = { object: 'EmailMessage', fields, where: [`ActivityId IN (${ids})`] };
    rows.push(...(await queryAllRows(connection, select)));
  }
  return rows;
}
