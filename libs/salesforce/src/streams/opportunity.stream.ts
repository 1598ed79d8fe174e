import type { Instant } from '@leadlight/lead-features';
import type { OpportunityRecord } from '@leadlight/workflows';
import { parseInstant, toTextOrNull } from '../describe/field-value.ts';
import type { Row } from '../query/query.ts';
import { selectFields, isTrue, type Stream } from './stream.ts';

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
    const chosen = selectFields(await schema.find('Opportunity'), 'Opportunity', REQUIRED, OPTIONAL, EXTRA);
    if ('missing' in chosen) return chosen;
    return {
      ...chosen,
      initialWhere: [],
      records: async (rows) => rows.flatMap((row) => toOpportunityRecord(row) ?? []),
    };
  },
};

function toOpportunityRecord(row: Row): OpportunityRecord | undefined {
  const [id, createdAt, changedAt] = [
    toTextOrNull(row.Id),
    parseInstant(row.CreatedDate),
    parseInstant(row.SystemModstamp),
  ];
  if (id === null || createdAt === null || changedAt === null) return undefined;
  const wonAt = isTrue(row.IsWon) ? wonAtOf(row, createdAt, changedAt) : null;
  return { kind: 'opportunity', id, changedAt, deleted: isTrue(row.IsDeleted), createdAt, wonAt };
}

/**
 * When the stage last changed, else the first moment of the close date, which people enter and may lie ahead: never before
 * the opportunity was made, never after this version was saved.
 */
function wonAtOf(row: Row, createdAt: Instant, changedAt: Instant): Instant {
  const told = parseInstant(row.LastStageChangeDate) ?? parseInstant(row.CloseDate) ?? changedAt;
  return Math.max(createdAt, Math.min(told, changedAt));
}
