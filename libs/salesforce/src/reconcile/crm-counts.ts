import type { Instant } from '@leadlight/lead-features';
import type { CountedStream, CrmCounts, RecordSelection } from '@leadlight/workflows';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import type { RecordReader } from '../extract/record-reader.ts';
import { queryAllRows } from '../query/query.ts';
import { soqlDateTime } from '../query/soql.ts';
import { INTERNAL_USERS } from '../streams/user.stream.ts';

const DAY_MS = 86_400_000;
/** A grouped query answers at most 2,000 groups. */
const MAX_DAYS_PER_QUERY = 1_500;

interface CountedObject extends CountedStream {
  /** Which of the object's rows become records. */
  readonly where: readonly string[];
}

type CountedBy = Pick<RecordSelection, 'dayOf' | 'activityKinds'>;

/** By the day of its last change an object shows a change that was missed as well: here it is a day too old. */
const byChange = { dayOf: 'change' } as const;
/** A version of an e-mail is as new as its task, which no count can ask. */
const byCreation = { dayOf: 'creation' } as const;

/** Field history and merged contacts are left out: which of their rows become records depends on more than a count can ask. */
const countedObjects: readonly CountedObject[] = [
  countedObject('Lead', '00Q', 'lead', byChange, ['IsDeleted = false']),
  // E-mails are counted as EmailMessage.
  countedObject('Task', '00T', 'activity', { ...byChange, activityKinds: ['task', 'call'] }, [
    ...['IsDeleted = false', 'WhoId != null', "TaskSubtype NOT IN ('Email', 'ListEmail')"],
  ]),
  countedObject('Event', '00U', 'activity', { ...byChange, activityKinds: ['event'] }, [
    ...['IsDeleted = false', 'WhoId != null'],
  ]),
  countedObject('EmailMessage', '02s', 'activity', { ...byCreation, activityKinds: ['email'] }, [
    ...['IsDeleted = false', 'Activity.WhoId != null', "Status != '5'"],
  ]),
  countedObject('CampaignMember', '00v', 'campaignMembership', byChange, ['IsDeleted = false', 'LeadId != null']),
  countedObject('Opportunity', '006', 'opportunity', byChange, ['IsDeleted = false']),
  // The org deletes none of them, so that nothing says whether one is.
  countedObject('User', '005', 'user', byCreation, [INTERNAL_USERS]),
];

function countedObject(
  stream: string,
  idPrefix: string,
  kind: RecordSelection['kind'],
  how: CountedBy,
  where: readonly string[],
): CountedObject {
  return { stream, idPrefix, selection: { kind, ...how }, where };
}

/** Counts and ids by day, archived rows included, deleted ones not. */
export function createCrmCounts(connection: SalesforceConnection, reader: RecordReader): CrmCounts {
  const between = (stream: string, from: Instant, to: Instant) => {
    const of = countedObjects.find((candidate) => candidate.stream === stream);
    if (!of) throw new RangeError(`“${stream}” cannot be counted.`);
    const time = of.selection.dayOf === 'change' ? 'SystemModstamp' : 'CreatedDate';
    const days = [`${time} >= ${soqlDateTime(from)}`, `${time} < ${soqlDateTime(to)}`];
    return { object: stream, day: `DAY_ONLY(${time})`, where: [...of.where, ...days] };
  };
  return {
    counted: countedObjects.map(({ where: _, ...stream }) => stream),
    async countsByDay(stream, from, to) {
      if (!(await reader.canRead(stream))) return undefined;
      const counts = new Map<string, number>();
      for (let start = from; start < to; start += MAX_DAYS_PER_QUERY * DAY_MS) {
        const { object, day, where } = between(stream, start, Math.min(to, start + MAX_DAYS_PER_QUERY * DAY_MS));
        const fields = [`${day} day`, 'COUNT(Id) counted'];
        const rows = await queryAllRows(connection, { object, fields, where, groupBy: [day] });
        // A window that begins within a day splits it.
        for (const row of rows) counts.set(String(row.day), (counts.get(String(row.day)) ?? 0) + Number(row.counted));
      }
      return counts;
    },
    async idsBetween(stream, from, to) {
      const { object, where } = between(stream, from, to);
      const rows = await queryAllRows(connection, { object, where, fields: ['Id'] });
      return rows.map((row) => String(row.Id));
    },
    readByIds: (stream, ids) => reader.readByIds(stream, ids),
  };
}
