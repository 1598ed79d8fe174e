import { hash } from 'node:crypto';
import type { HistoryRecord } from '@leadlight/workflows';
import type { Database, Trx } from '../database/tables.ts';

export async function recordErasedParties(
  trx: Trx,
  orgId: string,
  partyIds: readonly string[],
  erasedAt: number,
): Promise<void> {
  await trx
    .insertInto('erased_party')
    .values(partyIds.map((id) => ({ org_id: orgId, party_hash: hashOf(orgId, id), erased_at: erasedAt })))
    .onConflict((conflict) => conflict.columns(['org_id', 'party_hash']).doNothing())
    .execute();
}

/** Leaves out the records of leads that were erased, and of the contacts and opportunities that they became. */
export async function withoutErased(
  trx: Database | Trx,
  orgId: string,
  records: readonly HistoryRecord[],
): Promise<readonly HistoryRecord[]> {
  return withoutErasedIds(trx, orgId, records, partyOf);
}

/** Leaves out what is about an erased lead, contact or opportunity. @param idOf the record that each is about */
export async function withoutErasedIds<About>(
  trx: Database | Trx,
  orgId: string,
  records: readonly About[],
  idOf: (record: About) => string,
): Promise<readonly About[]> {
  const rows = await trx.selectFrom('erased_party').select('party_hash').where('org_id', '=', orgId).execute();
  if (rows.length === 0) return records;
  const erased = new Set(rows.map((row) => row.party_hash));
  return records.filter((record) => !erased.has(hashOf(orgId, idOf(record))));
}

function partyOf(record: HistoryRecord): string {
  if (record.kind === 'activity') return record.partyId;
  return record.kind === 'fieldChange' || record.kind === 'campaignMembership' ? record.leadId : record.id;
}

const hashOf = (orgId: string, partyId: string): string => hash('sha256', `${orgId}\n${partyId}`);
