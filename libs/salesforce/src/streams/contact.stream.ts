import type { ContactRecord } from '@leadlight/workflows';
import { toTextOrNull } from '../describe/field-value.ts';
import type { Row } from '../query/query.ts';
import { defineStream, parseVersion } from './stream.ts';

/**
 * Only contacts that were merged into others, and only that fact: the activities of a lead that became the one contact now
 * belong to the other.
 */
export const contactStream = defineStream({
  name: 'Contact',
  required: ['Id', 'IsDeleted', 'MasterRecordId', 'CreatedDate', 'SystemModstamp'],
  initialWhere: ['IsDeleted = true', 'MasterRecordId != null'],
  toRecord: toMergedContact,
});

function toMergedContact(row: Row): ContactRecord | undefined {
  const version = parseVersion(row);
  const masterId = toTextOrNull(row.MasterRecordId);
  return version?.deleted && masterId !== null ? { ...version, kind: 'contact', masterId } : undefined;
}
