import { hash } from 'node:crypto';
import type { KeyCertificateStore, UsedAssertions } from '@leadlight/workflows';
import type { Database, Trx } from '../database/tables.ts';
import { apiKeyEntryOf } from './api-key.repository.ts';

export function keyCertificateRepository(db: Database | Trx): KeyCertificateStore {
  return {
    async add(orgId, keyId, { fingerprint, publicKey, audience, startsAt, endsAt }, addedAt) {
      await db
        .insertInto('key_certificate')
        .columns(['org_id', 'key_id', 'fingerprint', 'public_key', 'audience', 'added_at', 'starts_at', 'ends_at'])
        // Selected from the key’s own row, so that no caller adds a certificate to another org’s key.
        .expression((eb) =>
          eb
            .selectFrom('api_key')
            .select((row) => [
              'org_id',
              'key_id',
              row.val(fingerprint).as('fingerprint'),
              row.val(publicKey).as('public_key'),
              row.val(audience).as('audience'),
              row.cast<number>(row.val(addedAt), 'int8').as('added_at'),
              row.cast<number>(row.val(startsAt), 'int8').as('starts_at'),
              row.cast<number>(row.val(endsAt), 'int8').as('ends_at'),
            ])
            .where('org_id', '=', orgId)
            .where('key_id', '=', keyId),
        )
        .onConflict((conflict) =>
          conflict.columns(['org_id', 'key_id', 'fingerprint']).doUpdateSet({ audience, ends_at: endsAt }),
        )
        .executeTakeFirst();
    },

    async find(orgId, keyId) {
      const key = await db
        .selectFrom('api_key')
        .selectAll()
        .where('org_id', '=', orgId)
        .where('key_id', '=', keyId)
        .executeTakeFirst();
      if (!key) return undefined;
      const certificates = await db
        .selectFrom('key_certificate')
        .select(['fingerprint', 'public_key as publicKey', 'audience', 'starts_at as startsAt', 'ends_at as endsAt'])
        .where('org_id', '=', orgId)
        .where('key_id', '=', keyId)
        .orderBy('added_at', 'desc')
        .orderBy('fingerprint')
        .execute();
      return { key: apiKeyEntryOf(key), certificates };
    },

    async expireOthers(orgId, keyId, fingerprint, at) {
      await db
        .updateTable('key_certificate')
        .set((eb) => ({ ends_at: eb.fn<number>('least', ['ends_at', eb.val(at)]) }))
        .where('org_id', '=', orgId)
        .where('key_id', '=', keyId)
        .where('fingerprint', '!=', fingerprint)
        .execute();
    },
  };
}

export function usedAssertionRepository(db: Database): UsedAssertions {
  return {
    async use(orgId, keyId, id, expiresAt, now) {
      await db.deleteFrom('used_assertion').where('org_id', '=', orgId).where('expires_at', '<=', now).execute();
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('used_assertion')
        .values({ org_id: orgId, key_id: keyId, jti_hash: hash('sha256', id), expires_at: expiresAt })
        .onConflict((conflict) => conflict.columns(['org_id', 'key_id', 'jti_hash']).doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },
  };
}
