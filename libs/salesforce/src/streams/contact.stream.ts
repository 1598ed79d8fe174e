import type { ContactRecord } from '@leadlight/workflows';
import { parseInstant, toTextOrNull } from '../describe/field-value.ts';
import type { Row } from '../query/query.ts';
import { selectFields, isTrue, type Stream } from './stream.ts';

const REQUIRED = ['Id', 'IsDeleted', 'MasterRecordId', 'CreatedDate', 'SystemModstamp'];

/**
 * Contacts that were merged into others, and nothing about them but that: the activities of a lead that became the one are
 * found at the other since.
 */
export const contactStream: Stream = {
  name: 'Contact',
  timeField: 'SystemModstamp',
  async plan({ schema }) {
    const chosen = selectFields(await schema.find('Contact'), 'Contact', REQUIRED, []);
    if ('missing' in chosen) return chosen;
    return {
      ...chosen,
      initialWhere: ['IsDeleted = true', 'MasterRecordId != null'],
      records: async (rows) => rows.flatMap((row) => toMergedContact(row) ?? []),
    };
  },
};

function toMergedContact(row: Row): ContactRecord | undefined {
  const [id, masterId] = [toTextOrNull(row.Id), toTextOrNull(row.MasterRecordId)];
  const [createdAt, changedAt] = [parseInstant(row.CreatedDate), parseInstant(row.SystemModstamp)];
  if (id === null || masterId === null || createdAt === null || changedAt === null || !isTrue(row.IsDeleted))
    return undefined;
  return { kind: 'contact', id, changedAt, deleted: true, createdAt, masterId };
}
