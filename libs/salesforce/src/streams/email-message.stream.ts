import { instantOf, textOrNull, type RawValue } from '../describe/field-value.ts';
import { activityRecord } from './activity.ts';
import { choose, isTrue, type Stream } from './stream.ts';

const REQUIRED = ['Id', 'IsDeleted', 'ActivityId', 'Incoming', 'CreatedDate', 'SystemModstamp'];
const OPTIONAL = ['MessageDate', 'Status'];
const DRAFT = '5';

/**
 * E-mails sent and received. Whom one concerns is told by its Task (`Activity.WhoId`), which conversion re-parents: a
 * version is as new as the newer of the two.
 */
export const emailMessageStream: Stream = {
  name: 'EmailMessage',
  timeField: 'SystemModstamp',
  async plan({ schema, emails }) {
    const email = await schema.find('EmailMessage');
    const chosen = choose(email, 'EmailMessage', REQUIRED, OPTIONAL);
    if ('missing' in chosen) return chosen;
    const activity = email?.fields.get('ActivityId')?.relationship;
    const task = await schema.find('Task');
    if (activity === undefined || !task?.fields.has('WhoId')) return { missing: ['EmailMessage.Activity.WhoId'] };
    const who = `${activity}.WhoId`;
    const moved = `${activity}.SystemModstamp`;
    const fields = [...chosen.fields, who, moved];
    return {
      ...chosen,
      fields,
      basis: fields,
      initialWhere: ['ActivityId != null'],
      roundFrom: (startedAt) => emails.readFrom(startedAt),
      records: async (rows, initial) =>
        rows.flatMap((row) => {
          if (!isTrue(row.IsDeleted)) emails.add(String(row.ActivityId));
          const facts = {
            kind: 'email' as const,
            partyId: textOrNull(row[who]),
            doneAt: instantOf(row.MessageDate),
            incoming: isTrue(row.Incoming),
            ignored: row.Status === DRAFT,
          };
          return (
            activityRecord({ ...row, SystemModstamp: later(row.SystemModstamp, row[moved]) }, facts, initial) ?? []
          );
        }),
    };
  },
};

const later = (own: RawValue, tasks: RawValue): RawValue =>
  (instantOf(tasks) ?? 0) > (instantOf(own) ?? 0) ? tasks : own;
