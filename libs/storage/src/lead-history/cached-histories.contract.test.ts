import type { HistoryRecord } from '@leadlight/workflows';
import { expect, test } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';
import { activityRecord, fieldChangeRecord, leadRecord, membershipRecord } from '../testing/records.ts';
import { leadHistoryRepository } from './lead-history.repository.ts';

const LEADS = ['L1', 'L2', 'L3'];

describeOnEveryDatabase('histories kept in memory', (given) => {
  /** One that remembers and one that reads anew, over an org with some leads, of which L2 was converted to contact C2. */
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
    const remembering = leadHistoryRepository(storage.db, 100);
    const remembered = () => remembering.findHistories(org, LEADS);
    await remembered();
    return { storage, org, append, remembered, read: () => storage.leadHistories.findHistories(org, LEADS) };
  }

  test('what has not changed is not read again, and what has is', async () => {
    const { append, remembered } = await setUp();
    const before = await remembered();
    expect((await remembered()).get('L1')).toBe(before.get('L1'));
    await append(activityRecord({ id: 'A9', partyId: 'L3' }));
    const after = await remembered();
    expect(['L1', 'L3'].map((leadId) => after.get(leadId) === before.get(leadId))).toEqual([true, false]);
  });

  test.each<[string, readonly HistoryRecord[]]>([
    ['a new version of a lead', [leadRecord({ id: 'L1', changedAt: 9_000, fields: { Company: 'Renamed' } })]],
    ['an older version of a lead', [leadRecord({ id: 'L1', changedAt: 1, fields: { Company: 'Former' } })]],
    ['a change of a field', [fieldChangeRecord({ id: 'F1', leadId: 'L3' })]],
    ['an activity', [activityRecord({ id: 'A2', partyId: 'L3' })]],
    ['an activity that moves to another lead', [activityRecord({ id: 'A1', partyId: 'L3', changedAt: 9_000 })]],
    ['an activity of a lead’s contact', [activityRecord({ id: 'A3', partyId: 'C2' })]],
    ['a campaign membership', [membershipRecord({ id: 'M1', leadId: 'L2' })]],
    ['a page of many', Array.from({ length: 600 }, (_, at) => activityRecord({ id: `B${at}`, partyId: 'L3' }))],
  ])('%s is seen at once', async (_what, records) => {
    const { append, remembered, read } = await setUp();
    const before = await read();
    await append(...records);
    expect(await read()).not.toEqual(before);
    expect(await remembered()).toEqual(await read());
  });

  test('one bound holds for all orgs: the leads of another displace those not asked for since', async () => {
    const { storage, newOrg } = given();
    const remembering = leadHistoryRepository(storage.db, 4);
    const orgs = [newOrg(), newOrg(), newOrg()];
    for (const org of orgs)
      await storage.leadHistories.append(
        org,
        'Lead',
        LEADS.map((id) => leadRecord({ id, fields: { Company: org } })),
        '1',
      );
    const [first] = orgs;
    const before = (await remembering.findHistories(first!, LEADS)).get('L1');
    for (const org of orgs.slice(1)) {
      const histories = await remembering.findHistories(org, LEADS);
      expect(histories).toEqual(await storage.leadHistories.findHistories(org, LEADS));
    }
    const again = (await remembering.findHistories(first!, LEADS)).get('L1');
    expect(again).toEqual(before);
    expect(again).not.toBe(before);
  });

  test('more changes than notes are kept of are seen too', async () => {
    const { append, remembered, read } = await setUp();
    await append(activityRecord({ id: 'A2', partyId: 'L3' }));
    for (let at = 0; at < 1_001; at++) await append(activityRecord({ id: `B${at}`, partyId: 'other' }));
    expect(await remembered()).toEqual(await read());
  });

  test('an erased lead is gone at once', async () => {
    const { storage, org, remembered } = await setUp();
    await storage.personalData.eraseLead(org, 'L1', 9_000, 'test');
    expect([...(await remembered()).keys()].toSorted()).toEqual(['L2', 'L3']);
  });

  test('calls at the same time as changes never leave an old history behind', async () => {
    const { append, remembered, read } = await setUp();
    const changes = async () => {
      for (let at = 0; at < 40; at++) await append(activityRecord({ id: `B${at}`, partyId: LEADS[at % 3] ?? '' }));
    };
    const calls = async () => {
      for (let at = 0; at < 40; at++) await Promise.all([remembered(), remembered()]);
    };
    await Promise.all([changes(), calls(), calls()]);
    expect(await remembered()).toEqual(await read());
  });

  test('no org sees the histories of another', async () => {
    const { storage, newOrg } = given();
    const { remembered } = await setUp();
    await remembered();
    expect((await leadHistoryRepository(storage.db, 100).findHistories(newOrg(), LEADS)).size).toBe(0);
  });
});
