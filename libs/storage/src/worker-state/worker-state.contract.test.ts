import { expect, test } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';
import { leadRecord, scoreUpdate } from '../testing/records.ts';

describeOnEveryDatabase('the state of the worker', (given) => {
  test('of an org that was never heard of is none', async () => {
    const { storage, newOrg } = given();
    expect(await storage.workerStates.find(newOrg())).toBeUndefined();
  });

  test('of a new org: never synced, nobody follows, nothing waits', async () => {
    const { storage, newOrg } = given();
    const orgId = newOrg();
    await storage.orgs.saveFields(orgId, []);
    expect(await storage.workerStates.find(orgId)).toEqual({
      ...{ orgId, lastSyncedAt: null, followed: false, markedLeads: 0 },
      ...{ waitingScores: 0, oldestWaitingAt: null, lastTrainedAt: null },
    });
  });

  test('counts what waits, and dates it by the oldest', async () => {
    const { storage, newOrg, clock } = given();
    const orgId = newOrg();
    await storage.orgs.markSynced(orgId, clock.now());
    await storage.leadHistories.append(orgId, 'Lead', [leadRecord({ id: 'L1' }), leadRecord({ id: 'L2' })], 'c');
    const updates = [scoreUpdate({ leadId: 'L1', scoredAt: 7_000 }), scoreUpdate({ leadId: 'L2', scoredAt: 5_000 })];
    await storage.outbox.enqueue(orgId, [], updates);
    const state = await storage.workerStates.find(orgId);
    expect(state).toMatchObject({
      ...{ lastSyncedAt: clock.now(), markedLeads: 2, waitingScores: 2, oldestWaitingAt: 5_000 },
    });
    await storage.outbox.settle(orgId, [{ update: updates[1]! }, { update: updates[0]!, failure: 'no' }]);
    expect(await storage.workerStates.find(orgId)).toMatchObject({ waitingScores: 0, oldestWaitingAt: null });
  });

  test('who follows holds the lease; once it runs out nobody does', async () => {
    const { storage, newOrg, clock } = given();
    const orgId = newOrg();
    await storage.orgs.markSynced(orgId, 1);
    const followed = async () => (await storage.workerStates.find(orgId))?.followed;
    await storage.leases.tryAcquire(orgId, 'training', 60_000);
    expect(await followed()).toBe(false);
    await storage.leases.tryAcquire(orgId, 'follow', 1_000);
    expect(await followed()).toBe(true);
    clock.advance(1_000);
    expect(await followed()).toBe(false);
  });

  test('the newest training counts, published or not', async () => {
    const { storage, newOrg } = given();
    const orgId = newOrg();
    await storage.orgs.markSynced(orgId, 1);
    const model = { learner: 'forest', report: {} };
    await storage.models.save(orgId, new Uint8Array([1]), { ...model, id: 'm1', trainedAt: 1_000 }, true);
    await storage.models.save(orgId, new Uint8Array([2]), { ...model, id: 'm2', trainedAt: 2_000 }, false);
    expect((await storage.workerStates.find(orgId))?.lastTrainedAt).toBe(2_000);
  });

  test('of all orgs is a list, each with its own figures', async () => {
    const { storage, newOrg } = given();
    const [one, two] = [newOrg(), newOrg()];
    await storage.orgs.markSynced(one, 1);
    await storage.orgs.markSynced(two, 2);
    await storage.leadHistories.append(two, 'Lead', [leadRecord({ id: 'L1' })], 'c');
    const states = new Map((await storage.workerStates.list()).map((state) => [state.orgId, state]));
    expect(states.get(one)).toMatchObject({ lastSyncedAt: 1, markedLeads: 0 });
    expect(states.get(two)).toMatchObject({ lastSyncedAt: 2, markedLeads: 1 });
  });
});
