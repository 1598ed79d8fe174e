import { DAY_MS } from '@leadlight/common';
import type { Instant } from '@leadlight/lead-features';
import type { CountedStream, CrmCounts } from '@leadlight/workflows';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import type { RecordReader } from '../extract/record-reader.ts';
import { queryAllRows } from '../query/query.ts';
import { soqlDateTime } from '../query/soql.ts';
import { INTERNAL_USERS } from '../streams/user.stream.ts';

/** A grouped query returns at most 2,000 groups. */
const MAX_DAYS_PER_QUERY = 1_500;

interface CountedObject extends CountedStream {
  /** Which of the object's rows become records. */
  readonly where: readonly string[];
}

/**
 * Field history and merged contacts are not counted: whether one of their rows becomes a record depends on more than a
 * query can express.
 *
 * Objects are counted by the day of their last change, so that a missed change also shows: the record is then on an earlier
 * day. E-mails are counted by creation, because their version is as new as that of their task, which no query can count;
 * users as well, because the org deletes none of them.
 */
const countedObjects: readonly CountedObject[] = [
  {
    stream: 'Lead',
    idPrefix: '00Q',
    selection: { kind: 'lead', dayOf: 'change' },
    where: ['IsDeleted = false'],
  },
  {
    stream: 'Task',
    idPrefix: '00T',
    selection: { kind: 'activity', dayOf: 'change', activityKinds: ['task', 'call'] },
    // E-mails are counted as EmailMessage.
    where: ['IsDeleted = false', 'WhoId != null', "TaskSubtype NOT IN ('Email', 'ListEmail')"],
  },
  {
    stream: 'Event',
    idPrefix: '00U',
    selection: { kind: 'activity', dayOf: 'change', activityKinds: ['event'] },
    where: ['IsDeleted = false', 'WhoId != null'],
  },
  {
    stream: 'EmailMessage',
    idPrefix: '02s',
    selection: { kind: 'activity', dayOf: 'creation', activityKinds: ['email'] },
    where: ['IsDeleted = false', 'Activity.WhoId != null', "Status != '5'"],
  },
  {
    stream: 'CampaignMember',
    idPrefix: '00v',
    selection: { kind: 'campaignMembership', dayOf: 'change' },
    where: ['IsDeleted = false', 'LeadId != null'],
  },
  {
    stream: 'Opportunity',
    idPrefix: '006',
    selection: { kind: 'opportunity', dayOf: 'change' },
    where: ['IsDeleted = false'],
  },
  {
    stream: 'User',
    idPrefix: '005',
    selection: { kind: 'user', dayOf: 'creation' },
    where: [INTERNAL_USERS],
  },
];

/** Counts and ids by day, including archived rows and without deleted ones. */
export function createCrmCounts(connection: SalesforceConnection, reader: RecordReader): CrmCounts {
  const rangeQuery = (stream: string, start: Instant, end: Instant) => {
    const counted = countedObjects.find((candidate) => candidate.stream === stream);
    if (!counted) throw new RangeError(`“${stream}” cannot be counted.`);
    const timeField = counted.selection.dayOf === 'change' ? 'SystemModstamp' : 'CreatedDate';
    const range = [`${timeField} >= ${soqlDateTime(start)}`, `${timeField} < ${soqlDateTime(end)}`];
    return { object: stream, day: `DAY_ONLY(${timeField})`, where: [...counted.where, ...range] };
  };
  return {
    counted: countedObjects.map(({ where: _, ...stream }) => stream),
    async countsByDay(stream, from, to) {
      if (!(await reader.canRead(stream))) return undefined;
      const counts = new Map<string, number>();
      for (let start = from; start < to; start += MAX_DAYS_PER_QUERY * DAY_MS) {
        const end = Math.min(to, start + MAX_DAYS_PER_QUERY * DAY_MS);
        const { object, day, where } = rangeQuery(stream, start, end);
        const fields = [`${day} day`, 'COUNT(Id) counted'];
        const rows = await queryAllRows(connection, { object, fields, where, groupBy: [day] });
        // A range that starts within a day splits that day.
        for (const row of rows) counts.set(String(row.day), (counts.get(String(row.day)) ?? 0) + Number(row.counted));
      }
      return counts;
    },
    async idsBetween(stream, from, to) {
      const { object, where } = rangeQuery(stream, from, to);
      const rows = await queryAllRows(connection, { object, where, fields: ['Id'] });
      return rows.map((row) => String(row.Id));
    },
    readByIds: (stream, ids) => reader.readByIds(stream, ids),
  };
}
