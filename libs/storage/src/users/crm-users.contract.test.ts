import type { UserRecord } from '@leadlight/workflows';
import { expect, it } from 'vitest';
import { describeOnEveryDatabase, type StorageUnderTest } from '../testing/every-database.ts';
import { userRecord } from '../testing/records.ts';

describeOnEveryDatabase('users of the CRM', (given) => {
  it('have the name of the newest version, regardless of the order in which versions arrive', async () => {
    const { append, names } = open(given());
    await append(userRecord({ id: 'U1', name: 'Amelia Stone', changedAt: 800 }));
    await append(
      userRecord({ id: 'U1', name: 'Amelia Marsh', changedAt: 900 }),
      userRecord({ id: 'U1', name: 'Amelia Rivers', changedAt: 1_000 }),
      userRecord({ id: 'U2', name: 'Übersee 東京' }),
    );
    await append(userRecord({ id: 'U1', name: 'Amelia Stone', changedAt: 850 }));
    expect(await names()).toEqual({ U1: 'Amelia Rivers', U2: 'Übersee 東京' });
    // Saved twice within one second: the CRM’s times are whole seconds.
    await append(userRecord({ id: 'U1', name: 'Amelia Lake', changedAt: 1_000 }));
    expect(await names()).toMatchObject({ U1: 'Amelia Lake' });
  });

  it('count as new only if they differ: neither a repeated page nor a sign-in does', async () => {
    const { append } = open(given());
    const page = [userRecord({ id: 'U1' }), userRecord({ id: 'U2' })];
    expect(await append(...page)).toBe(2);
    expect(await append(...page)).toBe(0);
    expect(await append(userRecord({ id: 'U1', changedAt: 900 }))).toBe(0);
    expect(await append(userRecord({ id: 'U1', changedAt: 950, active: false }))).toBe(1);
  });

  it('leave no former name in the database', async () => {
    const { append, underTest, org } = open(given());
    await append(userRecord({ id: 'U1', name: 'Before Marriage' }));
    await append(userRecord({ id: 'U1', name: 'After Marriage', changedAt: 900 }));
    const rows = await underTest.storage.db.selectFrom('crm_user').selectAll().where('org_id', '=', org).execute();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain('Before');
  });

  it('are not stored if they were never stored and are deleted', async () => {
    const { append, underTest, org } = open(given());
    expect(await append(userRecord({ id: 'U1', name: 'A Customer', deleted: true }), userRecord({ id: 'U2' }))).toBe(1);
    const rows = await underTest.storage.db
      .selectFrom('crm_user')
      .select('user_id')
      .where('org_id', '=', org)
      .execute();
    expect(rows).toEqual([{ user_id: 'U2' }]);
  });

  it('belong to one org; with a limit, active ones come first', async () => {
    const underTest = given();
    const { append, names } = open(underTest);
    await append(
      userRecord({ id: 'U1', name: 'Former', active: false, changedAt: 990 }),
      userRecord({ id: 'U2', name: 'Old hand', changedAt: 800 }),
      userRecord({ id: 'U3', name: 'New hand', changedAt: 900 }),
    );
    expect(await names(2)).toEqual({ U3: 'New hand', U2: 'Old hand' });
    expect(await open(underTest).names()).toEqual({});
  });

  it('have the manager of the newest version; a change of it counts', async () => {
    const { append, underTest, org } = open(given());
    const managers = async () => Object.fromEntries(await underTest.storage.crmUsers.managers(org));
    await append(userRecord({ id: 'U1', managerId: 'U9' }), userRecord({ id: 'U2' }));
    expect(await managers()).toEqual({ U1: 'U9' });
    expect(await append(userRecord({ id: 'U1', managerId: 'U8', changedAt: 900 }))).toBe(1);
    expect(await managers()).toEqual({ U1: 'U8' });
    await append(userRecord({ id: 'U1', managerId: 'U8', changedAt: 950, deleted: true }));
    expect(await managers()).toEqual({});
  });

  it('that are deleted are neither listed nor counted, and are removed in time', async () => {
    const { append, names, underTest, org } = open(given());
    const { reconciliation, personalData } = underTest.storage;
    const count = () => reconciliation.idsBetween(org, { kind: 'user', idPrefix: 'U' }, 0, 1_000);
    await append(userRecord({ id: 'U1' }), userRecord({ id: 'U2' }), userRecord({ id: 'U3' }));
    await append(userRecord({ id: 'U1', deleted: true, changedAt: 900 }));
    expect(await count()).toEqual(['U2', 'U3']);
    expect(await reconciliation.markDeleted(org, 'user', ['U1', 'U2', 'unknown'], 2_000)).toBe(1);
    expect(await names()).toEqual({ U3: 'Amelia Stone' });
    expect(await personalData.removeOld(org, { deletedLeadsBefore: 1_500 })).toMatchObject({ crm_user: 1 });
    expect(await personalData.removeOld(org, { deletedLeadsBefore: 3_500 })).toMatchObject({ crm_user: 1 });
    expect(await count()).toEqual(['U3']);
    await append(userRecord({ id: 'U2', changedAt: 3_000 }));
    expect(await count()).toEqual(['U2', 'U3']);
  });
});

function open(underTest: StorageUnderTest) {
  const org = underTest.newOrg();
  const { leadHistories, crmUsers } = underTest.storage;
  return {
    org,
    underTest,
    append: (...records: readonly UserRecord[]) => leadHistories.append(org, 'User', records, 'cursor'),
    names: async (limit = 100) => Object.fromEntries(await crmUsers.names(org, limit)),
  };
}
