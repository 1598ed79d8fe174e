import type { Trx } from '../database/tables.ts';

/** Lets one transaction at a time do an org's read-then-write work. Makes the org's row where it is not there yet. */
export async function lockOrg(trx: Trx, orgId: string): Promise<void> {
  await trx
    .insertInto('org')
    .values({ org_id: orgId, fields: '[]', last_synced_at: null })
    .onConflict((conflict) => conflict.column('org_id').doNothing())
    .execute();
  await trx.selectFrom('org').select('org_id').where('org_id', '=', orgId).forUpdate().execute();
}
