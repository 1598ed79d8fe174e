import type { ActivityKind } from '@leadlight/lead-features';
import { instantOf, textOrNull } from '../describe/field-value.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import type { OrgSchema } from '../describe/schema.ts';
import { queryRows, type Row } from '../query.ts';
import { soqlText } from '../soql.ts';
import { activityRecord } from './activity.ts';
import { choose, isTrue, type Stream } from './stream.ts';

const REQUIRED = ['Id', 'IsDeleted', 'WhoId', 'CreatedDate', 'SystemModstamp'];
const OPTIONAL = ['CompletedDateTime', 'TaskSubtype', 'CallType'];
const EXTRA = ['IsRecurrence'];
/** Ids of one query: its address must stay below 16,000 characters. */
const IDS_PER_QUERY = 450;

/**
 * Tasks, calls and logged e-mails. With Enhanced Email on, Salesforce keeps an e-mail twice, as EmailMessage and as a
 * Task that it points to: the EmailMessage counts, since it knows the direction, and that Task does not. An e-mail Task
 * that no EmailMessage points to (logged by another tool, or older) counts by itself. E-mails are read before tasks, so
 * that few tasks have to be asked about.
 */
export const taskStream: Stream = {
  name: 'Task',
  timeField: 'SystemModstamp',
  async plan({ schema, connection, emailTasks }) {
    const chosen = choose(await schema.find('Task'), 'Task', REQUIRED, OPTIONAL, EXTRA);
    if ('missing' in chosen) return chosen;
    const hasEmails = await anyEmailOfATask(schema, connection);
    return {
      ...chosen,
      initialWhere: ['WhoId != null'],
      async records(rows, initial) {
        const emails = rows.filter((row) => kindOf(row) === 'email').map((row) => String(row.Id));
        const unmet = hasEmails ? emails.filter((id) => !emailTasks.has(id)) : [];
        const found = await withEmailMessage(connection, unmet);
        const isTwice = (id: string) => emailTasks.has(id) || found.has(id);
        return rows.flatMap((row) => taskRecord(row, isTwice, initial) ?? []);
      },
    };
  },
};

function taskRecord(row: Row, isTwice: (id: string) => boolean, initial: boolean) {
  const kind = kindOf(row);
  return activityRecord(
    row,
    {
      kind,
      partyId: textOrNull(row.WhoId),
      doneAt: instantOf(row.CompletedDateTime),
      incoming: kind === 'call' && row.CallType === 'Inbound',
      ignored: isTrue(row.IsRecurrence) || isTwice(String(row.Id)),
    },
    initial,
  );
}

function kindOf(row: Row): ActivityKind {
  if (row.TaskSubtype === 'Call') return 'call';
  return row.TaskSubtype === 'Email' || row.TaskSubtype === 'ListEmail' ? 'email' : 'task';
}

async function anyEmailOfATask(schema: OrgSchema, connection: SalesforceConnection): Promise<boolean> {
  const email = await schema.find('EmailMessage');
  if (!email?.fields.has('ActivityId')) return false;
  return (await queryRows(connection, 'SELECT Id FROM EmailMessage WHERE ActivityId != null LIMIT 1')).length > 0;
}

async function withEmailMessage(connection: SalesforceConnection, taskIds: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (let start = 0; start < taskIds.length; start += IDS_PER_QUERY) {
    const ids = taskIds
      .slice(start, start + IDS_PER_QUERY)
      .map(soqlText)
      .join(',');
    const rows = await queryRows(connection, `SELECT ActivityId FROM EmailMessage WHERE ActivityId IN (${ids})`);
    for (const row of rows) found.add(String(row.ActivityId));
  }
  return found;
}
