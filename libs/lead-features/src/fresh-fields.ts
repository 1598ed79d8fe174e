import { parseInstant } from './instant.ts';
import type { FieldValue, Instant, LeadHistory } from './lead-history.ts';

/** The history with these current values: for scoring with values that are newer than the last sync. */
export function withFreshFields(history: LeadHistory, fresh: Readonly<Record<string, FieldValue>>): LeadHistory {
  return {
    ...history,
    fields: { ...history.fields, ...fresh },
    changes: history.changes.filter((change) => !(change.field in fresh)),
  };
}

/**
 * The history of a lead that was never synced, from the sent fields alone. It was created at its `CreatedDate`, if that
 * is sent and not after `asOf`, else at `asOf`. Its activities and campaigns are unknown, which is treated as none.
 */
export function historyFromFields(
  leadId: string,
  fields: Readonly<Record<string, FieldValue>>,
  asOf: Instant,
): LeadHistory {
  const sent = typeof fields.CreatedDate === 'string' ? parseInstant(fields.CreatedDate) : undefined;
  return {
    leadId,
    createdAt: sent === undefined ? asOf : Math.min(sent, asOf),
    fields,
    changes: [],
    activities: [],
    campaigns: [],
    convertedAt: null,
    isDeleted: false,
  };
}
