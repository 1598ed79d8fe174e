import { createHash } from 'node:crypto';
import type { HistoryRecord } from '@leadlight/workflows';
import type { Trx } from '../database/tables.ts';

export async function recordErasedParties(
  trx: Trx,
  orgId: string,
  partyIds: readonly string[],
  at: number,
): Promise<void> {
  await trx
    .insertInto('erased_party')
    .values(partyIds.map((id) => ({ org_id: orgId, party_hash: hashOf(orgId, id), at })))
    .onConflict((conflict) => conflict.columns(['org_id', 'party_hash']).doNothing())
    .execute();
}

/** Without the records of leads that were erased, and of the contacts and opportunities that they became. */
export async function withoutErased(
  trx: Trx,
  orgId: string,
  records: readonly HistoryRecord[],
): Promise<readonly HistoryRecord[]> {
  const rows = await trx.selectFrom('erased_party').select('party_hash').where('org_id', '=', orgId).execute();
  if (rows.length === 0) return records;
  const erased = new Set(rows.map((row) => row.party_hash));
  return records.filter((record) => !erased.has(hashOf(orgId, partyOf(record))));
}

function partyOf(record: HistoryRecord): string {
  if (record.kind === 'lead') return record.id;
  if (record.kind === 'opportunity' || record.kind === 'contact' || record.kind === 'user') return record.id;
  return record.kind === 'activity' ? record.partyId : record.leadId;
}

const hashOf = (orgId: string, partyId: string): string =>
  createHash('sha256').update(`${orgId}\n${partyId}`).digest('hex');
