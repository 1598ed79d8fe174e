import type { Instant } from '@leadlight/lead-features';
import type { OpportunityRecord } from '@leadlight/workflows';
import { instantOf, textOrNull } from '../describe/field-value.ts';
import type { Row } from '../query.ts';
import { choose, isTrue, type Stream } from './stream.ts';

const REQUIRED = ['Id', 'IsDeleted', 'IsWon', 'CreatedDate', 'SystemModstamp'];
const OPTIONAL = ['CloseDate'];
/** Salesforce keeps it since API 52. */
const EXTRA = ['LastStageChangeDate'];

/**
 * Opportunities: when they were made and won, and nothing else. All of them, because a lead may be converted into one that
 * was there before and does not change by it.
 */
export const opportunityStream: Stream = {
  name: 'Opportunity',
  timeField: 'SystemModstamp',
  async plan({ schema }) {
    const chosen = choose(await schema.find('Opportunity'), 'Opportunity', REQUIRED, OPTIONAL, EXTRA);
    if ('missing' in chosen) return chosen;
    return {
      ...chosen,
      initialWhere: [],
      records: async (rows) => rows.flatMap((row) => opportunityRecord(row) ?? []),
    };
  },
};

function opportunityRecord(row: Row): OpportunityRecord | undefined {
  const [id, createdAt, changedAt] = [textOrNull(row.Id), instantOf(row.CreatedDate), instantOf(row.SystemModstamp)];
  if (id === null || createdAt === null || changedAt === null) return undefined;
  const wonAt = isTrue(row.IsWon) ? wonAtOf(row, createdAt, changedAt) : null;
  return { kind: 'opportunity', id, changedAt, deleted: isTrue(row.IsDeleted), createdAt, wonAt };
}

/**
 * When the stage last changed, else the first moment of the close date, which people enter and may lie ahead: never before
 * the opportunity was made, never after this version was saved.
 */
function wonAtOf(row: Row, createdAt: Instant, changedAt: Instant): Instant {
  const told = instantOf(row.LastStageChangeDate) ?? instantOf(row.CloseDate) ?? changedAt;
  return Math.max(createdAt, Math.min(told, changedAt));
}
