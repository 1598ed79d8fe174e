import type { HistoryRecord } from '@leadlight/workflows';
import type { Trx } from '../database/tables.ts';
import { appendUsers } from '../users/append-users.ts';
import { appendLeads } from './append-leads.ts';
import { appendVersions, CHILD_KINDS } from './append-versions.ts';
import { assignLeadRevisions } from './assign-revisions.ts';

/** Large enough to be fast, small enough that a statement stays a few MB. */
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
    const batch = records.slice(start, start + ROWS_PER_STATEMENT);
    const leads = await assignLeadRevisions(trx, orgId, ofKind(batch, 'lead'));
    added += await appendLeads(trx, orgId, leads, marking);
    for (const kind of CHILD_KINDS) added += await appendVersions(trx, orgId, kind, ofKind(batch, kind), marking);
    added += await appendUsers(trx, orgId, ofKind(batch, 'user'));
  }
  return added;
}

function ofKind<K extends HistoryRecord['kind']>(records: readonly HistoryRecord[], kind: K) {
  return records.filter((record): record is Extract<HistoryRecord, { kind: K }> => record.kind === kind);
}
