import { parseInstant, toTextOrNull } from '../describe/field-value.ts';
import { toActivityRecord } from './activity.ts';
import { selectFields, isTrue, type Stream } from './stream.ts';

const REQUIRED = ['Id', 'IsDeleted', 'WhoId', 'CreatedDate', 'SystemModstamp'];
const OPTIONAL = ['EndDateTime'];
const EXTRA = ['IsChild', 'IsRecurrence'];

/**
 * Meetings. A meeting is done at its end; that moment may lie ahead, and a snapshot before it does not see it. An
 * invitee's copy and the pattern of a series are no meetings of their own.
 */
export const eventStream: Stream = {
  name: 'Event',
  timeField: 'SystemModstamp',
  async plan({ schema }) {
    const chosen = selectFields(await schema.find('Event'), 'Event', REQUIRED, OPTIONAL, EXTRA);
    if ('missing' in chosen) return chosen;
    return {
      ...chosen,
      initialWhere: ['WhoId != null'],
      records: async (rows, initial) =>
        rows.flatMap((row) => {
          const partyId = toTextOrNull(row.WhoId);
          const doneAt = parseInstant(row.EndDateTime);
          const ignored = isTrue(row.IsChild) || isTrue(row.IsRecurrence);
          return toActivityRecord(row, { kind: 'event', partyId, doneAt, incoming: false, ignored }, initial) ?? [];
        }),
    };
  },
};
