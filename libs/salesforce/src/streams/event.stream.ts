import { parseInstant, toTextOrNull } from '../describe/field-value.ts';
import { toActivityRecord } from './activity.ts';
import { defineStream, isTrue } from './stream.ts';

/**
 * Meetings. A meeting is done at its end, which may be in the future: an earlier snapshot does not see it. An invitee's
 * copy and the pattern of a series are not meetings of their own.
 */
export const eventStream = defineStream({
  name: 'Event',
  required: ['Id', 'IsDeleted', 'WhoId', 'CreatedDate', 'SystemModstamp'],
  optional: ['EndDateTime'],
  extra: ['IsChild', 'IsRecurrence'],
  initialWhere: ['WhoId != null'],
  toRecord: (row, initial) =>
    toActivityRecord(
      row,
      {
        kind: 'event',
        partyId: toTextOrNull(row.WhoId),
        doneAt: parseInstant(row.EndDateTime),
        incoming: false,
        ignored: isTrue(row.IsChild) || isTrue(row.IsRecurrence),
      },
      initial,
    ),
});
