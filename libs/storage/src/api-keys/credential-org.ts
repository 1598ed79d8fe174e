import { LRUCache } from 'lru-cache';
import type { Database, Trx } from '../database/tables.ts';

/** A hash never changes its org, so a process that has seen it need not ask again. */
const MAX_KNOWN_HASHES = 10_000;

const knownByDatabase = new WeakMap<Database | Trx, LRUCache<string, string>>();

/** The org of a key or token; undefined if there is none with this hash. */
export async function findCredentialOrg(db: Database | Trx, credentialHash: string): Promise<string | undefined> {
  let known = knownByDatabase.get(db);
  if (!known) knownByDatabase.set(db, (known = new LRUCache({ max: MAX_KNOWN_HASHES })));
  const cached = known.get(credentialHash);
  if (cached !== undefined) return cached;
  const row = await db
    .withoutPlugins() // The credential determines the caller's org.
    .selectFrom('credential_org')
    .select('org_id')
    .where('credential_hash', '=', credentialHash)
    .executeTakeFirst();
  if (row) known.set(credentialHash, row.org_id);
  return row?.org_id;
}

/** Stores whose credential this is. It is removed with the credential by `removeCredentials`. */
export async function addCredential(trx: Trx, orgId: string, credentialHash: string): Promise<void> {
  await trx.insertInto('credential_org').values({ org_id: orgId, credential_hash: credentialHash }).execute();
}

export async function removeCredentials(trx: Trx, orgId: string, credentialHashes: readonly string[]): Promise<void> {
  if (credentialHashes.length === 0) return;
  await trx
    .deleteFrom('credential_org')
    .where('org_id', '=', orgId)
    .where('credential_hash', 'in', credentialHashes)
    .execute();
}
