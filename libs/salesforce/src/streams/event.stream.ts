import { parseInstant, toTextOrNull } from '../describe/field-value.ts';
import { toActivityRecord } from './activity.ts';
import { isTrue, selectFields, type Stream } from './stream.ts';

const REQUIRED = ['Id', 'IsDeleted', 'WhoId', 'CreatedDate', 'SystemModstamp'];
const OPTIONAL = ['EndDateTime'];
const EXTRA = ['IsChild', 'IsRecurrence'];

/**
 * Meetings. A meeting is done at its end, which may be in the future: an earlier snapshot does not see it. An invitee's
 * copy and the pattern of a series are not meetings of their own.
 */
export const eventStream: Stream = {
  name: 'Event',
  timeField: 'SystemModstamp',
  async plan({ schema }) {
    const selected = selectFields(await schema.find('Event'), 'Event', REQUIRED, OPTIONAL, EXTRA);
    if ('missing' in selected) return selected;
    return {
      ...selected,
      initialWhere: ['WhoId != null'],
      records: async (rows, initial) =>
        rows.flatMap((row) => {
          const values = {
            kind: 'event' as const,
            partyId: toTextOrNull(row.WhoId),
            doneAt: parseInstant(row.EndDateTime),
            incoming: false,
            ignored: isTrue(row.IsChild) || isTrue(row.IsRecurrence),
          };
          return toActivityRecord(row, values, initial) ?? [];
        }),
    };
  },
};
