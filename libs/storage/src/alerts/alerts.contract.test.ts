import { DEFAULT_ALERT_SETTINGS, type Alert, type AlertState } from '@leadlight/workflows';
import { expect, it } from 'vitest';
import { describeOnEveryDatabase, type StorageUnderTest } from '../testing/every-database.ts';
import { activityRecord, leadRecord, scoreEntry, scoreUpdate } from '../testing/records.ts';

const USER = '005000000000001AAA';
const alert = (id: string, given: Partial<Alert> = {}): Alert => ({
  ...{ id, rule: 'band', subjectId: '00Q1', cause: `A ${id}`, facts: { score: 93, band: 'A' }, createdAt: 1_000 },
  ...given,
});
const state = (leadId: string, given: Partial<AlertState> = {}): AlertState => ({
  ...{ leadId, score: 93, band: 'A', modelLabel: 'v1', bandSince: 1_000 },
  ...{ referenceScore: 93, referenceAt: 1_000, seenAt: 1_000 },
  ...given,
});
const ALL = { routes: ['salesforce', 'task'], rules: ['band', 'test'] } as const;

async function withLeads({ storage, newOrg }: StorageUnderTest) {
  const org = newOrg();
  await storage.orgs.markSynced(org, 1);
  const leads = ['00Q1', '00Q2', '00Q3'].map((id) => leadRecord({ id, createdAt: 500, fields: { OwnerId: USER } }));
  await storage.leadHistories.append(org, 'Lead', leads, 'cursor');
  const score = { score: 93, band: 'A', modelLabel: 'v1', scoredAt: 2_000 };
  await storage.outbox.enqueue(
    org,
    ['00Q1', '00Q2', '00Q3'].map((subjectId) => scoreEntry({ subjectId, scoredAt: 2_000, band: 'A' })),
    [
      scoreUpdate({ leadId: '00Q1', ...score }),
      scoreUpdate({ leadId: '00Q2', ...score, unranked: 'closed_status' }),
      scoreUpdate({ leadId: '00Q3', ...score }),
    ],
  );
  return { alerts: storage.alerts, storage, org };
}

describeOnEveryDatabase('settings of alerts', (given) => {
  it('are the defaults until they are saved, and remember since when they are on', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const { alerts } = storage;
    expect(await alerts.findSettings(org)).toEqual({
      settings: DEFAULT_ALERT_SETTINGS,
      onSince: null,
      firstOnAt: null,
    });
    const on = { ...DEFAULT_ALERT_SETTINGS, isOn: true };
    await alerts.saveSettings(org, on, 10, 'cli');
    await alerts.saveSettings(org, { ...on, bands: ['B'] }, 20, 'cli');
    expect(await alerts.findSettings(org)).toMatchObject({ settings: { bands: ['B'] }, onSince: 10, firstOnAt: 10 });
    await alerts.saveSettings(org, DEFAULT_ALERT_SETTINGS, 30, 'cli');
    expect(await alerts.findSettings(org)).toMatchObject({ onSince: null, firstOnAt: 10 });
    await alerts.saveSettings(org, on, 40, 'cli');
    expect(await alerts.findSettings(org)).toMatchObject({ onSince: 40, firstOnAt: 10 });
    expect(await alerts.findSettings(newOrg())).toMatchObject({ onSince: null });
  });
});

describeOnEveryDatabase('candidates of alerts', (given) => {
  it('are the open, ranked leads whose score was not seen yet', async () => {
    const { alerts, storage, org } = await withLeads(given());
    const found = await alerts.listCandidates(org, undefined, 10);
    expect(found).toEqual(
      ['00Q1', '00Q3'].map((leadId) => ({
        ...{ leadId, score: 93, band: 'A', modelLabel: 'v1', scoredAt: 2_000, createdAt: 500 },
        ...{ hasChanged: false, state: null },
      })),
    );
    expect(await alerts.listCandidates(org, ['00Q3'], 10)).toMatchObject([{ leadId: '00Q3' }]);
    expect(await alerts.listCandidates(org, undefined, 1)).toHaveLength(1);
    await alerts.raise(org, [state('00Q1'), state('00Q3', { score: 60, band: 'B' })], []);
    expect(await alerts.listCandidates(org, undefined, 10)).toMatchObject([
      { leadId: '00Q3', score: 93, state: state('00Q3', { score: 60, band: 'B' }) },
    ]);
    await storage.leadHistories.append(org, 'Lead', [leadRecord({ id: '00Q3', changedAt: 3_000, convertedAt: 3_000 })]);
    expect(await alerts.listCandidates(org, undefined, 10)).toEqual([]);
  });

  it('that wait are those in the band long enough, without a completed activity towards them since', async () => {
    const { alerts, storage, org } = await withLeads(given());
    await alerts.raise(org, [state('00Q1'), state('00Q3')], []);
    const waiting = async () => (await alerts.listWaiting(org, 'A', 1_000, 10)).map(({ leadId }) => leadId);
    expect(await waiting()).toEqual(['00Q1', '00Q3']);
    expect(await alerts.listWaiting(org, 'A', 999, 10)).toEqual([]);
    const activity = { partyId: '00Q1', createdAt: 900, changedAt: 2_000 };
    const add = (more: object) =>
      storage.leadHistories.append(org, 'Task', [activityRecord({ id: 'T1', ...activity, ...more })]);
    await add({ completedAt: null, changedAt: 1_500 });
    await add({ completedAt: 2_000, incoming: true, changedAt: 1_600 });
    expect(await waiting()).toEqual(['00Q1', '00Q3']);
    await add({ completedAt: 2_000, incoming: false });
    expect(await waiting()).toEqual(['00Q3']);
    expect(await alerts.findLead(org, '00Q1')).toMatchObject({ isOpen: true, score: 93, touchedAt: 2_000 });
    await alerts.raise(
      org,
      [],
      [{ alert: alert('u', { rule: 'untouched', subjectId: '00Q3', cause: '1000' }), routes: [] }],
    );
    expect(await waiting()).toEqual([]);
  });

  it('of a digest have an owner who is a user', async () => {
    const { alerts, storage, org } = await withLeads(given());
    await storage.leadHistories.append(org, 'Lead', [
      leadRecord({ id: '00Q3', changedAt: 3_000, fields: { OwnerId: '00G000000000001AAA' } }),
    ]);
    expect(await alerts.listForDigest(org, 'A')).toEqual([
      { leadId: '00Q1', ownerId: USER, score: 93, bandSince: 2_000, touchedAt: null },
    ]);
  });

  it('tell when leads were first contacted, by the band of their first score', async () => {
    const { alerts, storage, org } = await withLeads(given());
    await storage.leadHistories.append(org, 'Task', [
      activityRecord({ id: 'T1', partyId: '00Q1', createdAt: 600, completedAt: 700, incoming: false, changedAt: 700 }),
      activityRecord({ id: 'T2', partyId: '00Q1', createdAt: 600, completedAt: 650, incoming: true, changedAt: 700 }),
    ]);
    await storage.outbox.enqueue(org, [scoreEntry({ subjectId: '00Q1', scoredAt: 9_000, band: 'D' })], []);
    expect((await alerts.listFirstTouches(org, 500)).slice(0, 2)).toEqual([
      { band: 'A', createdAt: 500, touchedAt: 700, closedAt: null },
      { band: 'A', createdAt: 500, touchedAt: null, closedAt: null },
    ]);
    expect(await alerts.listFirstTouches(org, 501)).toEqual([]);
  });
});

describeOnEveryDatabase('deliveries of alerts', (given) => {
  const raised = (id: string, more: Partial<Alert> = {}) => ({
    alert: alert(id, more),
    routes: ['salesforce', 'task'] as const,
  });

  it('are made once of each alert and route, also where it is raised again', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const { alerts } = storage;
    await alerts.raise(org, [], [raised('a1')]);
    await alerts.raise(
      org,
      [],
      [{ alert: alert('a1', { createdAt: 2_000 }), routes: ['salesforce', 'task', 'slack'] }],
    );
    expect((await alerts.listDeliveries(org, 9)).map(({ route }) => route)).toEqual(['salesforce', 'task']);
    expect(await alerts.lastRaised(org, 'band', ['00Q1', '00Q2'])).toEqual(new Map([['00Q1', 1_000]]));
    expect(await alerts.countDeliveries(org, 0)).toEqual({ pending: 2 });
    expect(await alerts.listDeliveries(newOrg(), 9)).toEqual([]);
  });

  it('are taken once at a time, by route and rule, and say that an attempt never ended', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const { alerts } = storage;
    await alerts.raise(org, [], [raised('a1'), raised('t1', { rule: 'test' })]);
    expect(await alerts.hasPending(org, 999, ['salesforce'])).toBe(false);
    expect(await alerts.hasPending(org, 1_000, ['slack'])).toBe(false);
    expect(await alerts.hasPending(org, 1_000, ['salesforce'])).toBe(true);
    expect(await alerts.take(org, 1_000, 2_000, { ...ALL, rules: ['jump'] })).toBeUndefined();
    const only = { ...ALL, routes: ['task'], rules: ['test'] } as const;
    expect(await alerts.take(org, 1_000, 2_000, only)).toMatchObject({ route: 'task', alert: { id: 't1' } });
    const taken = await Promise.all([1, 2, 3, 4].map(() => alerts.take(org, 1_000, 2_000, ALL)));
    expect(taken.filter(Boolean)).toHaveLength(3);
    expect(await alerts.take(org, 2_000, 3_000, only)).toMatchObject({ attempts: 2, interrupted: true });
  });

  it('are settled once, and count towards the limits of people and channels', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const { alerts } = storage;
    await alerts.raise(org, [], [raised('a1'), raised('a2', { rule: 'jump' }), raised('t1', { rule: 'test' })]);
    const of = (id: string) => ({ alert: alert(id), route: 'salesforce' as const });
    await alerts.settle(org, of('a1'), { sentAt: 5_000, recipients: [USER, '005B'] });
    await alerts.settle(org, of('a1'), { dropped: 'limit' });
    await alerts.settle(org, of('a2'), { sentAt: 6_000, recipients: [USER] });
    await alerts.settle(org, of('t1'), { sentAt: 6_000, recipients: [USER] });
    expect(await alerts.countSent(org, 'salesforce', 5_000, [USER, '005B', '005C'])).toEqual({
      all: 2,
      byUser: new Map([
        [USER, 2],
        ['005B', 1],
        ['005C', 0],
      ]),
    });
    expect(await alerts.countSent(org, 'salesforce', 5_001, [])).toEqual({ all: 1, byUser: new Map() });
    await alerts.settle(org, { ...of('a1'), route: 'task' }, { dropped: 'limit' });
    await alerts.settle(org, { ...of('a2'), route: 'task' }, { failure: 'no', givenUp: true });
    await alerts.settle(org, { ...of('t1'), route: 'task' }, { failure: 'no', retryAt: 9_000 });
    expect(await alerts.countDeliveries(org, 0)).toEqual({ failed: 1, limit: 1, pending: 1, sent: 3 });
    expect(await alerts.hasPending(org, 8_999, ['task'])).toBe(false);
  });
});
