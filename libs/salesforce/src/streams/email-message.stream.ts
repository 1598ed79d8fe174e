import { parseInstant, toTextOrNull, type RawValue } from '../describe/field-value.ts';
import { toActivityRecord } from './activity.ts';
import { selectFields, isTrue, type Stream } from './stream.ts';

const REQUIRED = ['Id', 'IsDeleted', 'ActivityId', 'Incoming', 'CreatedDate', 'SystemModstamp'];
const OPTIONAL = ['MessageDate', 'Status'];
const DRAFT_STATUS = '5';

/**
 * E-mails sent and received. Whom one concerns is told by its Task (`Activity.WhoId`), which conversion re-parents: a
 * version is as new as the newer of the two.
 */
export const emailMessageStream: Stream = {
  name: 'EmailMessage',
  timeField: 'SystemModstamp',
  async plan({ schema, emails }) {
    const email = await schema.find('EmailMessage');
    const chosen = selectFields(email, 'EmailMessage', REQUIRED, OPTIONAL);
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
      dependsOn: fields,
      initialWhere: ['ActivityId != null'],
      onPassStart: (startedAt) => emails.startPass(startedAt),
      records: async (rows, initial) =>
        rows.flatMap((row) => {
          if (!isTrue(row.IsDeleted)) emails.add(String(row.ActivityId));
          const facts = {
            kind: 'email' as const,
            partyId: toTextOrNull(row[who]),
            doneAt: parseInstant(row.MessageDate),
            incoming: isTrue(row.Incoming),
            ignored: row.Status === DRAFT_STATUS,
          };
          return (
            toActivityRecord({ ...row, SystemModstamp: laterOf(row.SystemModstamp, row[moved]) }, facts, initial) ?? []
          );
        }),
    };
  },
};

const laterOf = (own: RawValue, tasks: RawValue): RawValue =>
  (parseInstant(tasks) ?? 0) > (parseInstant(own) ?? 0) ? tasks : own;
