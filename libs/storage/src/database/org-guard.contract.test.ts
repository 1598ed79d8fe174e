import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';

describeOnEveryDatabase('org guard', (given) => {
  const refused = (table: string) => ({ code: 'org_unscoped', facts: { table } });

  it('rejects a query without org_id before it runs', async () => {
    const { db } = given().storage;
    await expect(db.selectFrom('lead').selectAll().execute()).rejects.toMatchObject(refused('lead'));
    await expect(db.selectFrom('lead').select('org_id').where('open', '=', true).execute()).rejects.toMatchObject(
      refused('lead'),
    );
    await expect(db.deleteFrom('outbox').where('subject_id', '=', 'org_id').execute()).rejects.toMatchObject(
      refused('outbox'),
    );
    await expect(db.updateTable('model').set({ org_id: 'stolen' }).execute()).rejects.toMatchObject(refused('model'));
    await expect(sql`delete from score_log where subject_id = ${'L1'}`.execute(db)).rejects.toMatchObject(
      refused('score_log'),
    );
    await expect(sql`update lead set open = false`.execute(db)).rejects.toMatchObject(refused('lead'));
  });

  it('lets a query with org_id run, in a transaction as well', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const count = await storage.db.transaction().execute((trx) =>
      trx
        .selectFrom('lead')
        .select((eb) => eb.fn.countAll().as('count'))
        .where('org_id', '=', org)
        .executeTakeFirst(),
    );
    expect(count).toEqual({ count: 0 });
    await expect(storage.db.transaction().execute((trx) => trx.deleteFrom('lead').execute())).rejects.toMatchObject(
      refused('lead'),
    );
  });
});
