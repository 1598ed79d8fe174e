import type { HistoryRecord } from '@leadlight/workflows';
import { expect, it } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';
import { activityRecord, fieldChangeRecord, leadRecord, membershipRecord } from '../testing/records.ts';
import { leadHistoryRepository } from './lead-history.repository.ts';

const LEADS = ['L1', 'L2', 'L3'];

describeOnEveryDatabase('cachedHistories', (given) => {
  /** A caching repository and one that always reads, over an org with some leads; L2 was converted to contact C2. */
  async function setUp() {
    const { storage, newOrg } = given();
    const org = newOrg();
    let page = 0;
    const append = (...records: readonly HistoryRecord[]) =>
      storage.leadHistories.append(org, 'Lead', records, String(page++));
    await append(
      leadRecord({ id: 'L1', fields: { Company: 'Given' } }),
      leadRecord({ id: 'L2', convertedAt: 500, contactId: 'C2' }),
      leadRecord({ id: 'L3' }),
      activityRecord({ id: 'A1', partyId: 'L1' }),
    );
    const caching = leadHistoryRepository(storage.db, 100);
    const cached = () => caching.findHistories(org, LEADS);
    await cached();
    return { storage, org, append, cached, read: () => storage.leadHistories.findHistories(org, LEADS) };
  }

  it('reads only histories that have changed', async () => {
    const { append, cached } = await setUp();
    const before = await cached();
    expect((await cached()).get('L1')).toBe(before.get('L1'));
    await append(activityRecord({ id: 'A9', partyId: 'L3' }));
    const after = await cached();
    expect(['L1', 'L3'].map((leadId) => after.get(leadId) === before.get(leadId))).toEqual([true, false]);
  });

  it.each<[string, readonly HistoryRecord[]]>([
    ['a new version of a lead', [leadRecord({ id: 'L1', changedAt: 9_000, fields: { Company: 'Renamed' } })]],
    ['an older version of a lead', [leadRecord({ id: 'L1', changedAt: 1, fields: { Company: 'Former' } })]],
    ['a change of a field', [fieldChangeRecord({ id: 'F1', leadId: 'L3' })]],
    ['an activity', [activityRecord({ id: 'A2', partyId: 'L3' })]],
    ['an activity that moves to another lead', [activityRecord({ id: 'A1', partyId: 'L3', changedAt: 9_000 })]],
    ['an activity of a lead’s contact', [activityRecord({ id: 'A3', partyId: 'C2' })]],
    ['a campaign membership', [membershipRecord({ id: 'M1', leadId: 'L2' })]],
    ['a page of many', Array.from({ length: 600 }, (_, at) => activityRecord({ id: `B${at}`, partyId: 'L3' }))],
  ])('sees %s immediately', async (_what, records) => {
    const { append, cached, read } = await setUp();
    const before = await read();
    await append(...records);
    expect(await read()).not.toEqual(before);
    expect(await cached()).toEqual(await read());
  });

  it('shares one limit among all orgs, and evicts the least recently used histories', async () => {
    const { storage, newOrg } = given();
    const caching = leadHistoryRepository(storage.db, 4);
    const orgs = [newOrg(), newOrg(), newOrg()];
    for (const org of orgs)
      await storage.leadHistories.append(
        org,
        'Lead',
        LEADS.map((id) => leadRecord({ id, fields: { Company: org } })),
        '1',
      );
    const [first] = orgs;
    const before = (await caching.findHistories(first!, LEADS)).get('L1');
    for (const org of orgs.slice(1)) {
      const histories = await caching.findHistories(org, LEADS);
      expect(histories).toEqual(await storage.leadHistories.findHistories(org, LEADS));
    }
    const again = (await caching.findHistories(first!, LEADS)).get('L1');
    expect(again).toEqual(before);
    expect(again).not.toBe(before);
  });

  it('sees changes even if there are more of them than the database records', async () => {
    const { append, cached, read } = await setUp();
    await append(activityRecord({ id: 'A2', partyId: 'L3' }));
    for (let at = 0; at < 1_001; at++) await append(activityRecord({ id: `B${at}`, partyId: 'other' }));
    expect(await cached()).toEqual(await read());
  });

  it('forgets an erased lead immediately', async () => {
    const { storage, org, cached } = await setUp();
    await storage.personalData.eraseLead(org, 'L1', 9_000, 'test');
    expect([...(await cached()).keys()].toSorted()).toEqual(['L2', 'L3']);
  });

  it('never keeps an old history when calls and changes overlap', async () => {
    const { append, cached, read } = await setUp();
    const changes = async () => {
      for (let at = 0; at < 40; at++) await append(activityRecord({ id: `B${at}`, partyId: LEADS[at % 3] ?? '' }));
    };
    const calls = async () => {
      for (let at = 0; at < 40; at++) await Promise.all([cached(), cached()]);
    };
    await Promise.all([changes(), calls(), calls()]);
    expect(await cached()).toEqual(await read());
  });

  it('hides one org’s histories from another', async () => {
    const { storage, newOrg } = given();
    const { cached } = await setUp();
    await cached();
    expect((await leadHistoryRepository(storage.db, 100).findHistories(newOrg(), LEADS)).size).toBe(0);
  });
});
