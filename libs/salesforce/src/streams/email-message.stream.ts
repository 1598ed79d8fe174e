import { parseInstant, toTextOrNull, type RawValue } from '../describe/field-value.ts';
import { toActivityRecord } from './activity.ts';
import { isTrue, selectFields, type Stream } from './stream.ts';

const REQUIRED = ['Id', 'IsDeleted', 'ActivityId', 'Incoming', 'CreatedDate', 'SystemModstamp'];
const OPTIONAL = ['MessageDate', 'Status'];
const DRAFT_STATUS = '5';

/**
 * E-mails sent and received. The lead or contact is that of the e-mail's Task (`Activity.WhoId`), which conversion
 * changes: a version is as new as the newer of the two rows.
 */
export const emailMessageStream: Stream = {
  name: 'EmailMessage',
  timeField: 'SystemModstamp',
  async plan({ schema, emails }) {
    const email = await schema.find('EmailMessage');
    const selected = selectFields(email, 'EmailMessage', REQUIRED, OPTIONAL);
    if ('missing' in selected) return selected;
    const activity = email?.fields.get('ActivityId')?.relationship;
    const task = await schema.find('Task');
    if (activity === undefined || !task?.fields.has('WhoId')) return { missing: ['EmailMessage.Activity.WhoId'] };
    const [whoPath, taskChangedPath] = [`${activity}.WhoId`, `${activity}.SystemModstamp`];
    const fields = [...selected.fields, whoPath, taskChangedPath];
    return {
      ...selected,
      fields,
      dependsOn: fields,
      initialWhere: ['ActivityId != null'],
      onPassStart: (startedAt) => emails.startPass(startedAt),
      records: async (rows, initial) =>
        rows.flatMap((row) => {
          if (!isTrue(row.IsDeleted)) emails.add(String(row.ActivityId));
          const values = {
            kind: 'email' as const,
            partyId: toTextOrNull(row[whoPath]),
            doneAt: parseInstant(row.MessageDate),
            incoming: isTrue(row.Incoming),
            ignored: row.Status === DRAFT_STATUS,
          };
          const SystemModstamp = laterOf(row.SystemModstamp, row[taskChangedPath]);
          return toActivityRecord({ ...row, SystemModstamp }, values, initial) ?? [];
        }),
    };
  },
};

const laterOf = (one: RawValue, other: RawValue): RawValue =>
  (parseInstant(other) ?? 0) > (parseInstant(one) ?? 0) ? other : one;
