import type { AccessTokenStore } from '@leadlight/workflows';
import { storableJson } from '../database/storable-json.ts';
import type { Database } from '../database/tables.ts';
import { apiKeyEntryOf } from './api-key.repository.ts';
import { addCredential, findCredentialOrg, removeCredentials } from './credential-org.ts';

export function accessTokenRepository(db: Database): AccessTokenStore {
  return {
    add: ({ orgId, keyId, scopes, expiresAt }, tokenHash, now) =>
      db.transaction().execute(async (trx) => {
        const expired = await trx
          .deleteFrom('access_token')
          .where('org_id', '=', orgId)
          .where('expires_at', '<=', now)
          .returning('token_hash')
          .execute();
        await removeCredentials(
          trx,
          orgId,
          expired.map(({ token_hash }) => token_hash),
        );
        await addCredential(trx, orgId, tokenHash);
        await trx
          .insertInto('access_token')
          .values({
            token_hash: tokenHash,
            org_id: orgId,
            key_id: keyId,
            scopes: storableJson(scopes),
            expires_at: expiresAt,
          })
          .execute();
      }),

    async findByHash(tokenHash) {
      const orgId = await findCredentialOrg(db, tokenHash);
      if (orgId === undefined) return undefined;
      const row = await db
        .selectFrom('access_token')
        .innerJoin('api_key', (join) =>
          join.onRef('api_key.org_id', '=', 'access_token.org_id').onRef('api_key.key_id', '=', 'access_token.key_id'),
        )
        .selectAll('api_key')
        .select(['access_token.scopes as token_scopes', 'access_token.expires_at as token_expires_at'])
        .where('access_token.org_id', '=', orgId)
        .where('access_token.token_hash', '=', tokenHash)
        .executeTakeFirst();
      if (!row) return undefined;
      const { key_id: keyId, token_scopes: scopes, token_expires_at: expiresAt } = row;
      return { token: { orgId, keyId, scopes, expiresAt }, key: apiKeyEntryOf(row) };
    },
  };
}
