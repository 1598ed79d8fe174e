import type { ContactRecord } from '@leadlight/workflows';
import { instantOf, textOrNull } from '../describe/field-value.ts';
import type { Row } from '../query.ts';
import { choose, isTrue, type Stream } from './stream.ts';

const REQUIRED = ['Id', 'IsDeleted', 'MasterRecordId', 'CreatedDate', 'SystemModstamp'];

/**
 * Contacts that were merged into others, and nothing about them but that: the activities of a lead that became the one are
 * found at the other since.
 */
export const contactStream: Stream = {
  name: 'Contact',
  timeField: 'SystemModstamp',
  async plan({ schema }) {
    const chosen = choose(await schema.find('Contact'), 'Contact', REQUIRED, []);
    if ('missing' in chosen) return chosen;
    return {
      ...chosen,
      initialWhere: ['IsDeleted = true', 'MasterRecordId != null'],
      records: async (rows) => rows.flatMap((row) => mergedContact(row) ?? []),
    };
  },
};

function mergedContact(row: Row): ContactRecord | undefined {
  const [id, masterId] = [textOrNull(row.Id), textOrNull(row.MasterRecordId)];
  const [createdAt, changedAt] = [instantOf(row.CreatedDate), instantOf(row.SystemModstamp)];
  if (id === null || masterId === null || createdAt === null || changedAt === null || !isTrue(row.IsDeleted))
    return undefined;
  return { kind: 'contact', id, changedAt, deleted: true, createdAt, masterId };
}
