import type { ApiKeyEntry, ApiKeyStore } from '@leadlight/workflows';
import type { Selectable } from 'kysely';
import { inTransaction } from '../database/in-transaction.ts';
import { storableJson } from '../database/storable-json.ts';
import type { Database, Trx } from '../database/tables.ts';
import type { ApiKeyTable } from './api-key.table.ts';
import { addCredential, findCredentialOrg } from './credential-org.ts';

export function apiKeyRepository(db: Database | Trx): ApiKeyStore {
  return {
    add: (entry, keyHash) =>
      inTransaction(db, async (trx) => {
        await addCredential(trx, entry.orgId, keyHash);
        await trx
          .insertInto('api_key')
          .values({
            key_id: entry.id,
            org_id: entry.orgId,
            name: entry.name,
            scopes: storableJson(entry.scopes),
            objects: storableJson(entry.objects),
            key_hash: keyHash,
            created_at: entry.createdAt,
            expires_at: entry.expiresAt,
            revoked_at: entry.revokedAt,
            replaces: entry.replaces,
            proved_at: entry.provedAt,
          })
          .execute();
      }),

    async findByHash(keyHash) {
      const orgId = await findCredentialOrg(db, keyHash);
      if (orgId === undefined) return undefined;
      const row = await db
        .selectFrom('api_key')
        .selectAll()
        .where('org_id', '=', orgId)
        .where('key_hash', '=', keyHash)
        .executeTakeFirst();
      return row && apiKeyEntryOf(row);
    },

    async list(orgId) {
      const rows = await db
        .selectFrom('api_key')
        .selectAll()
        .where('org_id', '=', orgId)
        .orderBy('created_at')
        .orderBy('key_id')
        .execute();
      return rows.map(apiKeyEntryOf);
    },

    async allowObjects(orgId, id, objects) {
      const { numUpdatedRows } = await db
        .updateTable('api_key')
        .set({ objects: storableJson(objects) })
        .where('org_id', '=', orgId)
        .where('key_id', '=', id)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    async revoke(orgId, id, at) {
      const { numUpdatedRows } = await db
        .updateTable('api_key')
        // Revoking twice keeps the first time.
        .set((eb) => ({ revoked_at: eb.fn.coalesce('revoked_at', eb.val(at)) }))
        .where('org_id', '=', orgId)
        .where('key_id', '=', id)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    async expire(orgId, id, at) {
      const { numUpdatedRows } = await db
        .updateTable('api_key')
        // PostgreSQL's least() ignores null, which means never here.
        .set((eb) => ({ expires_at: eb.fn<number>('least', ['expires_at', eb.val(at)]) }))
        .where('org_id', '=', orgId)
        .where('key_id', '=', id)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    async prove(orgId, id, at) {
      const { numUpdatedRows } = await db
        .updateTable('api_key')
        .set({ proved_at: at })
        .where('org_id', '=', orgId)
        .where('key_id', '=', id)
        .where('replaces', 'is not', null)
        .where('proved_at', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
  };
}

export const apiKeyEntryOf = (row: Selectable<ApiKeyTable>): ApiKeyEntry => ({
  id: row.key_id,
  orgId: row.org_id,
  name: row.name,
  scopes: row.scopes,
  objects: row.objects,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at,
  replaces: row.replaces,
  provedAt: row.proved_at,
});
