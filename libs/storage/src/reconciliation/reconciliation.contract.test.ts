import { expect, it } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';
import { activityRecord, fieldChangeRecord, leadRecord, membershipRecord, userRecord } from '../testing/records.ts';

const at = (text: string): number => Date.parse(text);
const [from, to] = [at('2026-11-01T00:00:00Z'), at('2026-11-04T00:00:00Z')];

describeOnEveryDatabase('reconciliation', (given) => {
  it('counts newest versions on their day of creation in UTC, without deleted ones', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const lead = (id: string, createdAt: string, more = {}) => leadRecord({ id, createdAt: at(createdAt), ...more });
    await storage.leadHistories.append(
      org,
      'Lead',
      [
        lead('L1', '2026-11-01T00:00:00.000Z'),
        lead('L2', '2026-11-01T23:59:59.999Z'),
        lead('L2', '2026-11-01T23:59:59.999Z', { changedAt: 2_000 }),
        lead('L3', '2026-11-02T00:00:00.000Z'),
        lead('L3', '2026-11-02T00:00:00.000Z', { changedAt: 2_000, deleted: true }),
        lead('L4', '2026-11-03T12:00:00.000Z'),
        lead('L0', '2026-10-31T23:59:59.999Z'),
        lead('L5', '2026-11-04T00:00:00.000Z'),
      ],
      'cursor',
    );
    const leads = { kind: 'lead' } as const;
    expect(await storage.reconciliation.countsByDay(org, leads, from, to)).toEqual(
      new Map([
        ['2026-11-01', 2],
        ['2026-11-03', 1],
      ]),
    );
    expect(await storage.reconciliation.idsBetween(org, leads, from, to)).toEqual(['L1', 'L2', 'L4']);
    expect(await storage.reconciliation.countsByDay(newOrg(), leads, from, to)).toEqual(new Map());
  });

  it('counts activities by kind and by id prefix, and changes and memberships by their own time', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const createdAt = at('2026-11-02T10:00:00Z');
    await storage.leadHistories.append(
      org,
      'Task',
      [
        activityRecord({ id: 'T1', partyId: 'L1', createdAt, activityKind: 'task' }),
        activityRecord({ id: 'T2', partyId: 'L1', createdAt, activityKind: 'call' }),
        activityRecord({ id: 'E1', partyId: 'L1', createdAt, activityKind: 'event' }),
        fieldChangeRecord({ id: 'H1', leadId: 'L1', changedAt: createdAt }),
        membershipRecord({ id: 'M1', leadId: 'L1', createdAt }),
      ],
      'cursor',
    );
    const { reconciliation } = storage;
    const tasks = { kind: 'activity', activityKinds: ['task', 'call'] } as const;
    expect(await reconciliation.countsByDay(org, tasks, from, to)).toEqual(new Map([['2026-11-02', 2]]));
    expect(await reconciliation.idsBetween(org, { kind: 'activity' }, from, to)).toEqual(['E1', 'T1', 'T2']);
    const events = { kind: 'activity', idPrefix: 'E' } as const;
    expect(await reconciliation.idsBetween(org, events, from, to)).toEqual(['E1']);
    expect(await reconciliation.countsByDay(org, events, from, to)).toEqual(new Map([['2026-11-02', 1]]));
    expect(await reconciliation.idsBetween(org, { kind: 'fieldChange' }, from, to)).toEqual(['H1']);
    expect(await reconciliation.idsBetween(org, { kind: 'campaignMembership' }, from, to)).toEqual(['M1']);
  });
});

describeOnEveryDatabase('reconciliation with dayOf change', (given) => {
  it('counts a record only on the day of its newest version, and never a deleted one', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const version = (id: string, changedAt: string, more = {}) => leadRecord({ id, changedAt: at(changedAt), ...more });
    await storage.leadHistories.append(
      org,
      'Lead',
      [
        version('L1', '2026-11-01T10:00:00Z'),
        version('L1', '2026-11-02T10:00:00Z'),
        version('L2', '2026-11-02T23:59:59.999Z'),
        version('L3', '2026-11-02T10:00:00Z'),
        version('L3', '2026-11-03T10:00:00Z', { deleted: true }),
        version('L4', '2026-11-04T00:00:00Z'),
      ],
      'cursor',
    );
    const leads = { kind: 'lead', dayOf: 'change' } as const;
    expect(await storage.reconciliation.countsByDay(org, leads, from, to)).toEqual(new Map([['2026-11-02', 2]]));
    expect(await storage.reconciliation.idsBetween(org, leads, from, to)).toEqual(['L1', 'L2']);
  });
});

describeOnEveryDatabase('markDeleted', (given) => {
  it('deletes records of each kind, and closes leads', async () => {
    const { storage, newOrg } = given();
    const [org, other] = [newOrg(), newOrg()];
    const page = [
      leadRecord({ id: 'L1', fields: { Title: 'Buyer' } }),
      leadRecord({ id: 'L2' }),
      activityRecord({ id: 'T1', partyId: 'L2' }),
      activityRecord({ id: 'T2', partyId: 'L2' }),
      fieldChangeRecord({ id: 'H1', leadId: 'L2' }),
      membershipRecord({ id: 'M1', leadId: 'L2' }),
    ];
    for (const each of [org, other]) await storage.leadHistories.append(each, 'Lead', page, 'cursor');
    const { reconciliation, leadHistories } = storage;
    expect(await reconciliation.markDeleted(org, 'lead', ['L1', 'unknown'], 9_000)).toBe(1);
    expect(await reconciliation.markDeleted(org, 'lead', ['L1'], 9_500)).toBe(0);
    expect(await reconciliation.markDeleted(org, 'activity', ['T1'], 9_000)).toBe(1);
    expect(await reconciliation.markDeleted(org, 'fieldChange', ['H1'], 9_000)).toBe(1);
    expect(await reconciliation.markDeleted(org, 'campaignMembership', ['M1'], 9_000)).toBe(1);
    const found = await leadHistories.findHistories(org, ['L1', 'L2']);
    expect(found.get('L1')).toMatchObject({ isDeleted: true, fields: { Title: 'Buyer' } });
    expect(found.get('L2')).toMatchObject({ activities: [{ id: 'T2' }], changes: [], campaigns: [] });
    expect(await leadHistories.countLeads(org)).toEqual({ all: 2, open: 1 });
    expect(await leadHistories.countLeads(other)).toEqual({ all: 2, open: 2 });
  });

  it('is undone by a newer version from the CRM', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await storage.leadHistories.append(org, 'Lead', [leadRecord({ id: 'L1' })], 'c1');
    await storage.reconciliation.markDeleted(org, 'lead', ['L1'], 9_000);
    await storage.leadHistories.append(org, 'Lead', [leadRecord({ id: 'L1', changedAt: 10_000 })], 'c2');
    expect(await storage.leadHistories.countLeads(org)).toEqual({ all: 1, open: 1 });
  });

  it.each([
    ['with a change from before the deletion', 5_000],
    ['unchanged', 2_000],
  ])('is undone when the CRM delivers the records again %s', async (_how, changedAt) => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const { reconciliation, leadHistories, crmUsers, unscoredLeads } = storage;
    await storage.orgs.markSynced(org, 1);
    const records = (at: number) => [
      leadRecord({ id: 'L1', changedAt: at }),
      activityRecord({ id: 'T1', partyId: 'L1', changedAt: at }),
      membershipRecord({ id: 'M1', leadId: 'L1', changedAt: at }),
      userRecord({ id: 'U1', changedAt: at }),
    ];
    await leadHistories.append(org, 'Lead', records(2_000), 'c1');
    for (const { kind, id } of records(0)) expect(await reconciliation.markDeleted(org, kind, [id], 9_000)).toBe(1);
    expect(await leadHistories.countLeads(org)).toEqual({ all: 1, open: 0 });
    await unscoredLeads.forgetUpTo(org, await unscoredLeads.latest(org));
    for (const page of ['c2', 'c3']) await leadHistories.append(org, 'Lead', records(changedAt), page);
    expect(await leadHistories.countLeads(org)).toEqual({ all: 1, open: 1 });
    expect((await leadHistories.findHistories(org, ['L1'])).get('L1')).toMatchObject({
      isDeleted: false,
      activities: [{ id: 'T1' }],
      campaigns: [{ campaignId: expect.any(String) as string }],
    });
    expect((await crmUsers.names(org, 9)).size).toBe(1);
    expect((await unscoredLeads.list(org, 9)).map(({ leadId }) => leadId)).toEqual(['L1']);
  });
});

describeOnEveryDatabase('sync cursors', (given) => {
  it('lists replay ids and cursors, and forgets one of them', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await storage.leadHistories.append(org, 'Lead', [], 'c1');
    await storage.leadHistories.append(org, 'changes:Lead', [leadRecord({ id: 'L1' })], 'replay-7');
    expect(await storage.syncCursors.list(org)).toEqual(
      new Map([
        ['Lead', 'c1'],
        ['changes:Lead', 'replay-7'],
      ]),
    );
    await storage.syncCursors.forget(org, 'changes:Lead');
    await storage.syncCursors.forget(newOrg(), 'Lead');
    expect(await storage.syncCursors.list(org)).toEqual(new Map([['Lead', 'c1']]));
  });
});
