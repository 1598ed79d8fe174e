import type { Instant } from '@leadlight/lead-features';
import type { CountedStream, CrmCounts } from '@leadlight/workflows';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import type { RecordReader } from '../extract/read-by-ids.ts';
import { queryAllRows } from '../query.ts';
import { soqlDateTime } from '../soql.ts';
import { COLLEAGUES } from '../streams/user.stream.ts';

const DAY_MS = 86_400_000;
/** A grouped query answers at most 2,000 groups. */
const MOST_DAYS = 1_500;

interface Counted extends CountedStream {
  /** Which of the object's rows become records. */
  readonly where: readonly string[];
  /** The org deletes none of them, so that nothing says whether one is. */
  readonly undeletable?: true;
}

/** Field history and merged contacts are left out: which of their rows become records depends on more than a count can ask. */
const counted: readonly Counted[] = [
  { stream: 'Lead', selection: { kind: 'lead' }, idPrefix: '00Q', where: [] },
  {
    stream: 'Task',
    // E-mails are counted as EmailMessage.
    selection: { kind: 'activity', activityKinds: ['task', 'call'] },
    idPrefix: '00T',
    where: ['WhoId != null', "TaskSubtype NOT IN ('Email', 'ListEmail')"],
  },
  {
    stream: 'Event',
    selection: { kind: 'activity', activityKinds: ['event'] },
    idPrefix: '00U',
    where: ['WhoId != null'],
  },
  {
    stream: 'EmailMessage',
    selection: { kind: 'activity', activityKinds: ['email'] },
    idPrefix: '02s',
    where: ['Activity.WhoId != null', "Status != '5'"],
  },
  { stream: 'CampaignMember', selection: { kind: 'campaignMembership' }, idPrefix: '00v', where: ['LeadId != null'] },
  { stream: 'Opportunity', selection: { kind: 'opportunity' }, idPrefix: '006', where: [] },
  { stream: 'User', selection: { kind: 'user' }, idPrefix: '005', where: [COLLEAGUES], undeletable: true },
];

/** Counts and ids by the day of creation, archived rows included, deleted ones not. */
export function createCrmCounts(connection: SalesforceConnection, reader: RecordReader): CrmCounts {
  const between = (stream: string, from: Instant, to: Instant) => {
    const of = counted.find((candidate) => candidate.stream === stream);
    if (!of) throw new RangeError(`“${stream}” cannot be counted.`);
    const days = [`CreatedDate >= ${soqlDateTime(from)}`, `CreatedDate < ${soqlDateTime(to)}`];
    return { object: stream, where: [...(of.undeletable ? [] : ['IsDeleted = false']), ...of.where, ...days] };
  };
  return {
    counted: counted.map(({ where: _, undeletable: __, ...stream }) => stream),
    async countsByDay(stream, from, to) {
      if (!(await reader.canRead(stream))) return undefined;
      const counts = new Map<string, number>();
      for (let start = from; start < to; start += MOST_DAYS * DAY_MS) {
        const { object, where } = between(stream, start, Math.min(to, start + MOST_DAYS * DAY_MS));
        const fields = ['DAY_ONLY(CreatedDate) day', 'COUNT(Id) counted'];
        const rows = await queryAllRows(connection, { object, fields, where, groupBy: ['DAY_ONLY(CreatedDate)'] });
        // A window that begins within a day splits it.
        for (const row of rows) counts.set(String(row.day), (counts.get(String(row.day)) ?? 0) + Number(row.counted));
      }
      return counts;
    },
    async idsBetween(stream, from, to) {
      const rows = await queryAllRows(connection, { ...between(stream, from, to), fields: ['Id'] });
      return rows.map((row) => String(row.Id));
    },
    readByIds: (stream, ids) => reader.readByIds(stream, ids),
  };
}
