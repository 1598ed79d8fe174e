import type { LeadHistory } from '@leadlight/lead-features';
import type { HistoryRecord } from '@leadlight/workflows';
import { expect, it } from 'vitest';
import { describeOnEveryDatabase, type StorageUnderTest } from '../testing/every-database.ts';
import { activityRecord, fieldChangeRecord, leadRecord, membershipRecord } from '../testing/records.ts';

describeOnEveryDatabase('lead histories', (given) => {
  it('contain the newest fields, tracked changes, activities and campaigns of a lead', async () => {
    const { history } = await stored(given(), [
      leadRecord({ id: 'L1', fields: { Title: 'Chief "of" \\Staff\n', Revenue: 1.5, Vip: true, Phone: null } }),
      fieldChangeRecord({ id: 'H1', leadId: 'L1', oldValue: null, newValue: 'Übersee 東京 😀' }),
      activityRecord({ id: 'T1', partyId: 'L1', completedAt: 750, incoming: true, activityKind: 'email' }),
      membershipRecord({ id: 'M1', leadId: 'L1', campaignType: null, respondedAt: 790 }),
    ]);
    expect(await history('L1')).toEqual({
      leadId: 'L1',
      createdAt: 500,
      fields: { Title: 'Chief "of" \\Staff\n', Revenue: 1.5, Vip: true, Phone: null },
      changes: [{ field: 'Status', at: 900, oldValue: null, newValue: 'Übersee 東京 😀' }],
      activities: [{ id: 'T1', kind: 'email', createdAt: 700, completedAt: 750, incoming: true }],
      campaigns: [{ id: 'M1', campaignId: '701A', campaignType: null, createdAt: 700, respondedAt: 790 }],
      convertedAt: null,
      opportunity: null,
      isDeleted: false,
      observed: { since: 1_000 },
    } satisfies LeadHistory);
  });

  it('stay the same when a page is repeated, which counts nothing as new', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const page: HistoryRecord[] = [
      leadRecord({ id: 'L1' }),
      leadRecord({ id: 'L1' }),
      activityRecord({ id: 'T1', partyId: 'L1' }),
      fieldChangeRecord({ id: 'H1', leadId: 'L1' }),
      membershipRecord({ id: 'M1', leadId: 'L1' }),
    ];
    expect(await storage.leadHistories.append(org, 'Lead', page, 'c1')).toBe(4);
    const before = await storage.leadHistories.findHistories(org, ['L1']);
    expect(await storage.leadHistories.append(org, 'Lead', page, 'c2')).toBe(0);
    expect(await storage.leadHistories.findHistories(org, ['L1'])).toEqual(before);
  });

  it('advance the cursor of their org and stream together with the page, and not if the page fails', async () => {
    const { storage, newOrg } = given();
    const [org, other] = [newOrg(), newOrg()];
    const { leadHistories } = storage;
    expect(await leadHistories.findCursor(org, 'Lead')).toBeUndefined();
    await leadHistories.append(org, 'Lead', [leadRecord({ id: 'L1' })], 'c1');
    await leadHistories.append(org, 'Task', [], 'c9');
    expect(await leadHistories.findCursor(org, 'Lead')).toBe('c1');
    expect(await leadHistories.findCursor(org, 'Task')).toBe('c9');
    expect(await leadHistories.findCursor(other, 'Lead')).toBeUndefined();

    const bad = leadRecord({ id: 'L3', changedAt: Number.NaN });
    await expect(leadHistories.append(org, 'Lead', [leadRecord({ id: 'L2' }), bad], 'c2')).rejects.toThrow();
    expect(await leadHistories.findCursor(org, 'Lead')).toBe('c1');
    expect(await leadHistories.findHistories(org, ['L2'])).toEqual(new Map());
  });

  it('contain activities that moved to the lead’s contact, regardless of the order in which versions arrive', async () => {
    const { append, history } = await stored(given(), [
      leadRecord({ id: 'L1', changedAt: 2_000, convertedAt: 1_900, contactId: 'C1' }),
      activityRecord({ id: 'T1', partyId: 'C1', changedAt: 2_000 }),
      activityRecord({ id: 'T2', partyId: 'C1', changedAt: 2_000 }),
    ]);
    await append([
      leadRecord({ id: 'L1', changedAt: 1_000 }),
      activityRecord({ id: 'T1', partyId: 'L1', changedAt: 900 }),
      activityRecord({ id: 'T3', partyId: 'L1', changedAt: 900 }),
    ]);
    const found = await history('L1');
    expect(found?.convertedAt).toBe(1_900);
    expect(found?.activities.map(({ id }) => id).sort()).toEqual(['T1', 'T2', 'T3']);
  });

  it('leave out activities that moved elsewhere or were deleted', async () => {
    const { history } = await stored(given(), [
      leadRecord({ id: 'L1' }),
      activityRecord({ id: 'T1', partyId: 'L1', changedAt: 800 }),
      activityRecord({ id: 'T1', partyId: 'L2', changedAt: 900 }),
      activityRecord({ id: 'T2', partyId: 'L1', changedAt: 800 }),
      activityRecord({ id: 'T2', partyId: 'L1', changedAt: 900, deleted: true }),
      membershipRecord({ id: 'M1', leadId: 'L1', changedAt: 800 }),
      membershipRecord({ id: 'M1', leadId: 'L1', changedAt: 900, deleted: true }),
      fieldChangeRecord({ id: 'H1', leadId: 'L1', changedAt: 800 }),
      fieldChangeRecord({ id: 'H1', leadId: 'L1', changedAt: 900, deleted: true }),
    ]);
    expect(await history('L1')).toMatchObject({ activities: [], campaigns: [], changes: [] });
  });

  it('contain the newest version of a membership', async () => {
    const { history } = await stored(given(), [
      leadRecord({ id: 'L1' }),
      membershipRecord({ id: 'M1', leadId: 'L1', changedAt: 950, respondedAt: 940 }),
      membershipRecord({ id: 'M1', leadId: 'L1', changedAt: 800 }),
    ]);
    expect((await history('L1'))?.campaigns).toMatchObject([{ id: 'M1', respondedAt: 940 }]);
  });

  it('contain a journal of untracked fields from successive versions', async () => {
    const { append, history } = await stored(given(), [
      leadRecord({ id: 'L1', changedAt: 1_000, fields: { Title: 'Buyer', Status: 'Open' } }),
    ]);
    await append([leadRecord({ id: 'L1', changedAt: 2_000, fields: { Title: 'Head', Status: 'Working' } })]);
    await append([fieldChangeRecord({ id: 'H1', leadId: 'L1', changedAt: 1_500 })]);
    expect((await history('L1'))?.changes).toEqual([
      { field: 'Status', at: 1_500, oldValue: 'Open', newValue: 'Working' },
      { field: 'Title', at: 2_000, oldValue: 'Buyer', newValue: 'Head' },
    ]);
  });

  it('are open while the lead is neither converted nor deleted; a late older version reopens nothing', async () => {
    const { storage, org, append, history } = await stored(given(), [
      leadRecord({ id: 'L1' }),
      leadRecord({ id: 'L2', changedAt: 2_000, convertedAt: 1_500 }),
      leadRecord({ id: 'L3', changedAt: 2_000, deleted: true }),
    ]);
    await append([leadRecord({ id: 'L2', changedAt: 1_000 }), leadRecord({ id: 'L3', changedAt: 1_000 })]);
    expect(await storage.leadHistories.countLeads(org)).toEqual({ all: 3, open: 1 });
    expect(await idsOf(storage.leadHistories.readHistories(org, 'open', 10))).toEqual([['L1']]);
    expect((await history('L3'))?.isDeleted).toBe(true);
  });

  it('are read in chunks, in the order of lead ids', async () => {
    const ids = ['00Qa', '00QA', '00Qb', '00QB', '00QZ', '00Qz', '00Q1'];
    const { storage, org } = await stored(given(), [...ids.map((id) => leadRecord({ id }))]);
    const chunks = await idsOf(storage.leadHistories.readHistories(org, 'all', 3));
    expect(chunks.map((chunk) => chunk.length)).toEqual([3, 3, 1]);
    expect(chunks.flat()).toEqual([...ids].sort());
    expect(await idsOf(storage.leadHistories.readHistories(given().newOrg(), 'all', 3))).toEqual([]);
  });

  it('contain U+FFFD for characters that PostgreSQL cannot store', async () => {
    const { history } = await stored(given(), [leadRecord({ id: 'L1', fields: { Title: 'a\u0000b\ud800c' } })]);
    expect((await history('L1'))?.fields).toEqual({ Title: 'a\ufffdb\ufffdc' });
  });

  it('are separate for each org, even with the same ids', async () => {
    const mine = await stored(given(), [leadRecord({ id: 'L1' }), activityRecord({ id: 'T1', partyId: 'L1' })]);
    const theirs = await stored(given(), [
      leadRecord({ id: 'L1', fields: { Secret: 'theirs' } }),
      activityRecord({ id: 'T1', partyId: 'L1', changedAt: 999 }),
      fieldChangeRecord({ id: 'H1', leadId: 'L1' }),
      membershipRecord({ id: 'M1', leadId: 'L1' }),
    ]);
    expect(await mine.history('L1')).toMatchObject({
      fields: {},
      activities: [{ id: 'T1' }],
      campaigns: [],
      changes: [],
    });
    expect(await theirs.history('L1')).toMatchObject({ fields: { Secret: 'theirs' }, activities: [{ id: 'T1' }] });
    expect(await mine.storage.leadHistories.countLeads(given().newOrg())).toEqual({ all: 0, open: 0 });
  });
});

async function stored({ storage, newOrg }: StorageUnderTest, records: readonly HistoryRecord[]) {
  const org = newOrg();
  const append = (more: readonly HistoryRecord[]) => storage.leadHistories.append(org, 'Lead', more, 'cursor');
  await append(records);
  const history = async (id: string) => (await storage.leadHistories.findHistories(org, [id, 'unknown'])).get(id);
  return { storage, org, append, history };
}

async function idsOf(chunks: AsyncIterable<readonly LeadHistory[]>): Promise<string[][]> {
  const ids: string[][] = [];
  for await (const chunk of chunks) ids.push(chunk.map(({ leadId }) => leadId));
  return ids;
}
