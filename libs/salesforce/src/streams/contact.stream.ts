import type { ContactRecord } from '@leadlight/workflows';
import { toTextOrNull } from '../describe/field-value.ts';
import type { Row } from '../query/query.ts';
import { parseVersion, selectFields, type Stream } from './stream.ts';

const REQUIRED = ['Id', 'IsDeleted', 'MasterRecordId', 'CreatedDate', 'SystemModstamp'];

/**
 * Only contacts that were merged into others, and only that fact: the activities of a lead that became the one contact now
 * belong to the other.
 */
export const contactStream: Stream = {
  name: 'Contact',
  timeField: 'SystemModstamp',
  async plan({ schema }) {
    const selected = selectFields(await schema.find('Contact'), 'Contact', REQUIRED, []);
    if ('missing' in selected) return selected;
    return {
      ...selected,
      initialWhere: ['IsDeleted = true', 'MasterRecordId != null'],
      records: async (rows) => rows.flatMap((row) => toMergedContact(row) ?? []),
    };
  },
};

function toMergedContact(row: Row): ContactRecord | undefined {
  const version = parseVersion(row);
  const masterId = toTextOrNull(row.MasterRecordId);
  return version?.deleted && masterId !== null ? { ...version, kind: 'contact', masterId } : undefined;
}
