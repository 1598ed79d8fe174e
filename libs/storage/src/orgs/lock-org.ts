import type { Trx } from '../database/tables.ts';

/**
 * Locks the org's row until the transaction ends, for work that reads and then writes. Creates the row if it does not exist.
 * @returns whether a sync of the org has ever been completed
 */
export async function lockOrg(trx: Trx, orgId: string): Promise<{ readonly wasSynced: boolean }> {
  await trx
    .insertInto('org')
    .values({ org_id: orgId, fields: '[]', last_synced_at: null })
    .onConflict((conflict) => conflict.column('org_id').doNothing())
    .execute();
  const org = await trx
    .selectFrom('org')
    .select('last_synced_at')
    .where('org_id', '=', orgId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return { wasSynced: org.last_synced_at !== null };
}
