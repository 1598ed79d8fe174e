import type { Trx } from '../database/tables.ts';

/**
 * Lets one transaction at a time do an org's read-then-write work. Makes the org's row where it is not there yet.
 * @returns whether the org was ever synced to the end
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
