import { hash } from 'node:crypto';
import type { ErasedParties, HistoryRecord } from '@leadlight/workflows';
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

/** Everything that was erased of an org, in the order of its erasure. */
export async function findErasedParties(db: Database, orgId: string): Promise<ErasedParties> {
  const rows = await db
    .selectFrom('erased_party')
    .select(['party_hash as hash', 'erased_at as erasedAt'])
    .where('org_id', '=', orgId)
    .orderBy('erased_at')
    .orderBy('party_hash')
    .execute();
  const hashes = new Set(rows.map(({ hash }) => hash));
  return { all: rows, has: (partyId) => hashes.has(hashOf(orgId, partyId)) };
}

function partyOf(record: HistoryRecord): string {
  if (record.kind === 'activity') return record.partyId;
  return record.kind === 'fieldChange' || record.kind === 'campaignMembership' ? record.leadId : record.id;
}

const hashOf = (orgId: string, partyId: string): string => hash('sha256', `${orgId}\n${partyId}`);
