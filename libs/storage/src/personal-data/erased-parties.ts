import { hash } from 'node:crypto';
import type { ErasedParties, HistoryRecord } from '@leadlight/workflows';
import { sql } from 'kysely';
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
  const erased = await findErased(trx, orgId, records.map(partyOf));
  return erased.size === 0 ? records : records.filter((record) => !erased.has(partyOf(record)));
}

/** Those of these ids whose lead, contact or opportunity was erased. */
export async function findErased(
  trx: Database | Trx,
  orgId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const idByHash = new Map(ids.map((id) => [hashOf(orgId, id), id]));
  const rows = await trx
    .selectFrom('erased_party')
    .select('party_hash')
    .where('org_id', '=', orgId)
    .where('party_hash', '=', sql<string>`any(${[...idByHash.keys()]}::text[])`)
    .execute();
  return new Set(rows.map(({ party_hash }) => idByHash.get(party_hash)!));
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
