import type { HistoryRecord } from '@leadlight/workflows';
import { expect, it } from 'vitest';
import { describeOnEveryDatabase, type StorageUnderTest } from '../testing/every-database.ts';
import { activityRecord, leadRecord, membershipRecord } from '../testing/records.ts';

describeOnEveryDatabase('assignRevisions', (given) => {
  it('keeps the last state of a lead that changed again within the same second', async () => {
    const { append, lead, added } = await open(given());
    await append(leadRecord({ id: 'L1', fields: { Status: 'Open', Title: null } }));
    await append(leadRecord({ id: 'L1', fields: { Status: 'Working', Title: null } }));
    expect(await lead()).toMatchObject({ fields: { Status: 'Working' } });
    await append(leadRecord({ id: 'L1', fields: { Status: 'Closed', Title: null }, deleted: true }));
    expect(await lead()).toMatchObject({ fields: { Status: 'Closed' }, isDeleted: true });
    expect(added).toEqual([1, 1, 1]);
  });

  it('stores nothing for a record that is read again unchanged', async () => {
    const { append, lead, added } = await open(given());
    const first = leadRecord({ id: 'L1', fields: { Status: 'Open', Size: 3, 'Odd\u0000': 'x\u0000' } });
    const second = { ...first, fields: { ...first.fields, Status: 'Working' } };
    // As after a score was written: only the time is new, so the version is stored without fields.
    const third = { ...second, changedAt: 5_000 };
    for (const record of [first, first, second, second, third, third]) await append(record);
    expect(added).toEqual([1, 0, 1, 0, 1, 0]);
    expect(await lead()).toMatchObject({ fields: { Status: 'Working' } });
    await append({ ...third, fields: first.fields });
    expect(await lead()).toMatchObject({ fields: { Status: 'Open' } });
  });

  it.each([
    ['a value came back', ['A', 'B', 'A']],
    ['a slow read delivered an older state after a faster one', ['B', 'A', 'B']],
  ])('keeps the state that was read last where %s within the same second', async (_what, states) => {
    const { append, lead } = await open(given());
    for (const Status of states) await append(leadRecord({ id: 'L1', fields: { Status } }));
    expect(await lead()).toMatchObject({ fields: { Status: states.at(-1) } });
  });

  it('stores a record that is read again with an added field, during the first sync as well', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const append = (...records: readonly HistoryRecord[]) => storage.leadHistories.append(org, 'Lead', records);
    expect(await append(leadRecord({ id: 'L1', fields: { Status: 'Open' } }))).toBe(1);
    expect(await append(leadRecord({ id: 'L1', fields: { Status: 'Open', New__c: 'value' } }))).toBe(1);
    expect(await append(leadRecord({ id: 'L1', fields: { Status: 'Open', New__c: 'value' } }))).toBe(0);
    expect((await storage.leadHistories.findHistories(org, ['L1'])).get('L1')).toMatchObject({
      fields: { Status: 'Open', New__c: 'value' },
      changes: [],
      observed: { since: 1_000 },
    });
  });

  it('does not make a late state with an earlier time the newest', async () => {
    const { append, lead } = await open(given());
    await append(leadRecord({ id: 'L1', changedAt: 2_001, fields: { Status: 'Working' } }));
    await append(leadRecord({ id: 'L1', changedAt: 2_000, fields: { Status: 'Open' } }));
    expect(await lead()).toMatchObject({ fields: { Status: 'Working' } });
  });

  it('revises activities and memberships, each record independently', async () => {
    const { append, lead, added } = await open(given());
    const [task, other] = ['T1', 'T2'].map((id) => activityRecord({ id, partyId: 'L1' }));
    const member = membershipRecord({ id: 'M1', leadId: 'L1' });
    await append(leadRecord({ id: 'L1' }), task!, other!, member);
    await append({ ...task!, completedAt: 790 }, other!, { ...member, respondedAt: 795 });
    expect(added).toEqual([4, 2]);
    expect(await lead()).toMatchObject({
      activities: expect.arrayContaining([
        expect.objectContaining({ id: 'T1', completedAt: 790 }),
        expect.objectContaining({ id: 'T2', completedAt: null }),
      ]),
      campaigns: [{ respondedAt: 795 }],
    });
  });
});

async function open({ storage, newOrg }: StorageUnderTest) {
  const org = newOrg();
  await storage.orgs.markSynced(org, 1);
  const added: number[] = [];
  return {
    /** How many versions of each page were new. */
    added,
    append: async (...records: readonly HistoryRecord[]) => {
      added.push(await storage.leadHistories.append(org, 'Lead', records, 'cursor'));
    },
    lead: async () => (await storage.leadHistories.findHistories(org, ['L1'])).get('L1'),
  };
}
