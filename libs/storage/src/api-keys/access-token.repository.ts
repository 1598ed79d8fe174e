import type { AccessTokenStore } from '@leadlight/workflows';
import { storableJson } from '../database/storable-json.ts';
import type { Database } from '../database/tables.ts';
import { apiKeyEntryOf } from './api-key.repository.ts';

export function accessTokenRepository(db: Database): AccessTokenStore {
  return {
    async add({ orgId, keyId, scopes, expiresAt }, tokenHash, now) {
      await db.deleteFrom('access_token').where('org_id', '=', orgId).where('expires_at', '<=', now).execute();
      await db
        .insertInto('access_token')
        .values({
          token_hash: tokenHash,
          org_id: orgId,
          key_id: keyId,
          scopes: storableJson(scopes),
          expires_at: expiresAt,
        })
        .execute();
    },

    async findByHash(tokenHash) {
      const row = await db
        .withoutPlugins() // The token determines the caller's org.
        .selectFrom('access_token')
        .innerJoin('api_key', 'api_key.key_id', 'access_token.key_id')
        .selectAll('api_key')
        .select(['access_token.scopes as token_scopes', 'access_token.expires_at as token_expires_at'])
        .where('access_token.token_hash', '=', tokenHash)
        .executeTakeFirst();
      if (!row) return undefined;
      const { org_id: orgId, key_id: keyId, token_scopes: scopes, token_expires_at: expiresAt } = row;
      return { token: { orgId, keyId, scopes, expiresAt }, key: apiKeyEntryOf(row) };
    },
  };
}
