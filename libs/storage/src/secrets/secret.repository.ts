import type { SecretStore } from '@leadlight/workflows';
import type { Database } from '../database/tables.ts';
import { StorageError } from '../errors.ts';
import { seal, unseal, type SealingKey } from './sealing.ts';
import type { SecretTable } from './secret.table.ts';

/** @param keys the current key first, then former ones that may still be needed */
export function secretRepository(db: Database, keys: readonly SealingKey[]): SecretStore {
  const put = async (orgId: string, name: string, secret: string): Promise<void> => {
    const [current] = keys;
    if (current === undefined) throw new StorageError('secret_key_missing', { name, keyId: null });
    const row = { key_id: current.id, sealed: seal(secret, associatedDataOf(orgId, name), current) };
    await db
      .insertInto('secret')
      .values({ org_id: orgId, name, ...row })
      .onConflict((conflict) => conflict.columns(['org_id', 'name']).doUpdateSet(row))
      .execute();
  };
  const open = ({ org_id, name, key_id, sealed }: SecretTable): string => {
    const key = keys.find(({ id }) => id === key_id);
    if (key === undefined) throw new StorageError('secret_key_missing', { name, keyId: key_id });
    try {
      return unseal(sealed, associatedDataOf(org_id, name), key);
    } catch (cause) {
      throw new StorageError('secret_altered', { name }, { cause });
    }
  };
  return {
    put,

    async find(orgId, name) {
      const row = await db
        .selectFrom('secret')
        .selectAll()
        .where('org_id', '=', orgId)
        .where('name', '=', name)
        .executeTakeFirst();
      return row && open(row);
    },

    async orgsWith(name) {
      const rows = await db
        .withoutPlugins() // Spans orgs: returns which ones have the secret.
        .selectFrom('secret')
        .select('org_id')
        .where('name', '=', name)
        .orderBy('org_id')
        .execute();
      return rows.map(({ org_id }) => org_id);
    },

    async remove(orgId, name) {
      const { numDeletedRows } = await db
        .deleteFrom('secret')
        .where('org_id', '=', orgId)
        .where('name', '=', name)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },

    async reseal(orgId) {
      const former = await db
        .selectFrom('secret')
        .selectAll()
        .where('org_id', '=', orgId)
        .where('key_id', '!=', keys[0]?.id ?? '')
        .execute();
      for (const row of former) await put(orgId, row.name, open(row));
      return former.length;
    },
  };
}

const associatedDataOf = (orgId: string, name: string): string => JSON.stringify([orgId, name]);
