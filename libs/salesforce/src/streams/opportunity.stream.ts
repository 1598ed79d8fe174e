import type { Instant } from '@leadlight/lead-features';
import type { OpportunityRecord } from '@leadlight/workflows';
import { parseInstant } from '../describe/field-value.ts';
import type { Row } from '../query/query.ts';
import { isTrue, parseVersion, selectFields, type Stream } from './stream.ts';

const REQUIRED = ['Id', 'IsDeleted', 'IsWon', 'CreatedDate', 'SystemModstamp'];
const OPTIONAL = ['CloseDate'];
/** Exists since API version 52. */
const EXTRA = ['LastStageChangeDate'];

/**
 * When opportunities were created and won, and nothing else. All of them are read, because a lead may be converted into an
 * opportunity that existed before and that the conversion does not change.
 */
export const opportunityStream: Stream = {
  name: 'Opportunity',
  timeField: 'SystemModstamp',
  async plan({ schema }) {
    const selected = selectFields(await schema.find('Opportunity'), 'Opportunity', REQUIRED, OPTIONAL, EXTRA);
    if ('missing' in selected) return selected;
    return {
      ...selected,
      initialWhere: [],
      records: async (rows) => rows.flatMap((row) => toOpportunityRecord(row) ?? []),
    };
  },
};

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
