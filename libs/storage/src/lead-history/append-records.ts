import type { HistoryRecord } from '@leadlight/workflows';
import type { Trx } from '../database/tables.ts';
import {
  appendActivities,
  appendContacts,
  appendFieldChanges,
  appendMemberships,
  appendOpportunities,
} from './append-children.ts';
import { appendUsers } from '../users/append-users.ts';
import { appendLeads } from './append-leads.ts';
import { assignRevisions } from './assign-revisions.ts';

/** So many rows go into one statement: large enough to be fast, small enough that a statement stays a few MB. */
const ROWS_PER_STATEMENT = 5_000;

/**
 * Appends versions of any kinds.
 * @param marking whether the leads that new versions concern are marked for scoring
 * @returns how many were new
 */
export async function appendRecords(
  trx: Trx,
  orgId: string,
  records: readonly HistoryRecord[],
  marking: boolean,
): Promise<number> {
  let added = 0;
  for (let start = 0; start < records.length; start += ROWS_PER_STATEMENT) {
    const page = records.slice(start, start + ROWS_PER_STATEMENT).map(inRevisionOrder);
    // Before the first sync has ended the next one reads again what changed meanwhile.
    const batch = marking ? await assignRevisions(trx, orgId, page) : page;
    added += await appendLeads(trx, orgId, ofKind(batch, 'lead'), marking);
    added += await appendFieldChanges(trx, orgId, ofKind(batch, 'fieldChange'), marking);
    added += await appendActivities(trx, orgId, ofKind(batch, 'activity'), marking);
    added += await appendMemberships(trx, orgId, ofKind(batch, 'campaignMembership'), marking);
    added += await appendOpportunities(trx, orgId, ofKind(batch, 'opportunity'));
    added += await appendContacts(trx, orgId, ofKind(batch, 'contact'));
    added += await appendUsers(trx, orgId, ofKind(batch, 'user'));
  }
  return added;
}

/** Stored in the milliseconds of `changed_at`, which Salesforce leaves unused, until the tables have a revision column. */
const inRevisionOrder = (record: HistoryRecord): HistoryRecord =>
  record.revision === undefined ? record : { ...record, changedAt: record.changedAt + record.revision };

type OfKind<K extends HistoryRecord['kind']> = Extract<HistoryRecord, { kind: K }>;

function ofKind<K extends HistoryRecord['kind']>(records: readonly HistoryRecord[], kind: K): OfKind<K>[] {
  return records.filter((record): record is OfKind<K> => record.kind === kind);
}
