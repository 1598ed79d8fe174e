import { DAY_MS } from '@leadlight/common';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';

describeOnEveryDatabase('API calls that processes reserve', (given) => {
  const reserve = (orgId: string, holder: string, used?: number, calls = 20, ageMs = 0) =>
    given().storage.apiAllowance.reserve(orgId, {
      holder,
      calls,
      reserveShare: 0.1,
      reported: used === undefined ? undefined : { used, limit: 100, ageMs },
    });

  it('grants what is asked for until the org has reported a limit', async () => {
    const orgId = given().newOrg();
    expect(await reserve(orgId, 'a')).toBe(20);
    expect(await given().storage.apiAllowance.find(orgId)).toEqual({ reserved: 20, usage: undefined });
  });

  it('leaves the reserve, and counts what others have reserved', async () => {
    const orgId = given().newOrg();
    expect(await reserve(orgId, 'a', 55)).toBe(20);
    expect(await reserve(orgId, 'b')).toBe(15);
    expect(await reserve(orgId, 'c')).toBe(0);
    expect(await given().storage.apiAllowance.find(orgId)).toEqual({ reserved: 35, usage: { used: 55, limit: 100 } });
  });

  it('ends a former reservation of the same process, and one that is given back', async () => {
    const orgId = given().newOrg();
    await reserve(orgId, 'a', 50);
    expect(await reserve(orgId, 'a', 70)).toBe(20);
    await given().storage.apiAllowance.giveBack(orgId, 'a', { used: 73, limit: 100, ageMs: 0 });
    expect(await given().storage.apiAllowance.find(orgId)).toEqual({ reserved: 0, usage: { used: 73, limit: 100 } });
    expect(await reserve(orgId, 'b')).toBe(17);
  });

  it('loses what a killed process had reserved, for a day', async () => {
    const { storage, newOrg } = given();
    const orgId = newOrg();
    await reserve(orgId, 'killed', 50);
    expect(await reserve(orgId, 'b', 70)).toBe(0);
    await sql`update reserved_calls set reserved_at = reserved_at - ${DAY_MS + 1000} where org_id = ${orgId}`.execute(
      storage.db,
    );
    expect(await reserve(orgId, 'b', 70)).toBe(20);
  });

  it('takes the greater of two reports of the same minute, and else the newer one', async () => {
    const { storage, newOrg } = given();
    const orgId = newOrg();
    const used = async () => (await storage.apiAllowance.find(orgId)).usage?.used;
    await reserve(orgId, 'a', 60, 1, 300_000);
    await reserve(orgId, 'a', 50, 1, 290_000);
    expect(await used()).toBe(60);
    await reserve(orgId, 'a', 40, 1, 0);
    expect(await used()).toBe(40);
    await reserve(orgId, 'a', 80, 1, 200_000);
    expect(await used()).toBe(40);
  });

  it('keeps orgs apart', async () => {
    const [one, other] = [given().newOrg(), given().newOrg()];
    await reserve(one, 'a', 90);
    expect(await reserve(other, 'a', 0)).toBe(20);
  });

  it('never grants more to processes that reserve at the same time', async () => {
    const orgId = given().newOrg();
    const granted = await Promise.all(Array.from({ length: 12 }, (_, n) => reserve(orgId, `p${n}`, 10, 13)));
    expect(granted.reduce((sum, calls) => sum + calls, 0)).toBe(80);
  });
});
