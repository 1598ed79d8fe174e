import type { Instant } from '@leadlight/lead-features';
import type { OpportunityRecord } from '@leadlight/workflows';
import { parseInstant } from '../describe/field-value.ts';
import type { Row } from '../query/query.ts';
import { defineStream, isTrue, parseVersion } from './stream.ts';

/**
 * When opportunities were created and won, and nothing else. All of them are read, because a lead may be converted into an
 * opportunity that existed before and that the conversion does not change.
 */
export const opportunityStream = defineStream({
  name: 'Opportunity',
  required: ['Id', 'IsDeleted', 'IsWon', 'CreatedDate', 'SystemModstamp'],
  optional: ['CloseDate'],
  // Exists since API version 52.
  extra: ['LastStageChangeDate'],
  toRecord: toOpportunityRecord,
});

function toOpportunityRecord(row: Row): OpportunityRecord | undefined {
  const version = parseVersion(row);
  if (!version) return undefined;
  const wonAt = isTrue(row.IsWon) ? wonAtOf(row, version.createdAt, version.changedAt) : null;
  return { ...version, kind: 'opportunity', wonAt };
}

/**
 * When the stage last changed, otherwise the start of the close date, which people enter and which may be in the future.
 * Never before the opportunity was created, and never after this version was saved.
 */
function wonAtOf(row: Row, createdAt: Instant, changedAt: Instant): Instant {
  const recordedAt = parseInstant(row.LastStageChangeDate) ?? parseInstant(row.CloseDate) ?? changedAt;
  return Math.max(createdAt, Math.min(recordedAt, changedAt));
}
