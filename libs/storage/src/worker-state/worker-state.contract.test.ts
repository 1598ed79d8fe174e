import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';
import { leadRecord, scoreUpdate } from '../testing/records.ts';

describeOnEveryDatabase('worker states', (given) => {
  it('finds none for an unknown org', async () => {
    const { storage, newOrg } = given();
    expect(await storage.workerStates.find(newOrg())).toBeUndefined();
  });

  it('shows a new org as never synced, not followed, with nothing waiting', async () => {
    const { storage, newOrg } = given();
    const orgId = newOrg();
    await storage.orgs.saveFields(orgId, []);
    expect(await storage.workerStates.find(orgId)).toEqual({
      orgId,
      lastSyncedAt: null,
      followed: false,
      markedLeads: 0,
      waitingScores: 0,
      oldestWaitingAt: null,
      lastTrainedAt: null,
      workFailedAt: null,
    });
  });

  it('counts waiting scores and dates them by the oldest', async () => {
    const { storage, newOrg, clock } = given();
    const orgId = newOrg();
    await storage.orgs.markSynced(orgId, clock.now());
    await storage.leadHistories.append(orgId, 'Lead', [leadRecord({ id: 'L1' }), leadRecord({ id: 'L2' })], 'c');
    const updates = [scoreUpdate({ leadId: 'L1', scoredAt: 7_000 }), scoreUpdate({ leadId: 'L2', scoredAt: 5_000 })];
    await storage.outbox.enqueue(orgId, [], updates);
    expect(await storage.workerStates.find(orgId)).toMatchObject({
      lastSyncedAt: clock.now(),
      markedLeads: 2,
      waitingScores: 2,
      oldestWaitingAt: 5_000,
    });
    await storage.outbox.settle(orgId, [{ update: updates[1]! }, { update: updates[0]!, failure: 'no' }]);
    expect(await storage.workerStates.find(orgId)).toMatchObject({ waitingScores: 0, oldestWaitingAt: null });
  });

  it('shows an org as followed while a process has claimed to follow it', async () => {
    const { storage, newOrg } = given();
    const orgId = newOrg();
    await storage.orgs.markSynced(orgId, 1);
    const followed = async () => (await storage.workerStates.find(orgId))?.followed;
    await storage.claims.claim(orgId, 'training');
    expect(await followed()).toBe(false);
    await storage.claims.claim(orgId, 'follow');
    expect(await followed()).toBe(true);
    await sql`
      update leadlight_queue.job set heartbeat_on = heartbeat_on - interval '1 hour'
      where singleton_key = ${`${orgId}/follow`}`.execute(storage.db.withoutPlugins());
    expect(await followed()).toBe(false);
  });

  it('dates the last training by the newest model, active or not', async () => {
    const { storage, newOrg } = given();
    const orgId = newOrg();
    await storage.orgs.markSynced(orgId, 1);
    const model = { learner: 'forest', report: {} };
    await storage.models.save(orgId, new Uint8Array([1]), { ...model, id: 'm1', trainedAt: 1_000 }, true);
    await storage.models.save(orgId, new Uint8Array([2]), { ...model, id: 'm2', trainedAt: 2_000 }, false);
    expect((await storage.workerStates.find(orgId))?.lastTrainedAt).toBe(2_000);
  });

  it('lists all orgs, each with its own figures', async () => {
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

describeOnEveryDatabase('schedule states', (given) => {
  it('are empty for a new org, and keep the other values when one changes', async () => {
    const { storage, newOrg } = given();
    const [org, other] = [newOrg(), newOrg()];
    const { scheduleStates } = storage;
    expect(await scheduleStates.get(org)).toEqual({
      lastTrainingAttemptAt: null,
      lastDailyWorkAt: null,
      retrainEveryDays: null,
    });
    await scheduleStates.save(org, { lastTrainingAttemptAt: 1_000 });
    await scheduleStates.save(org, { lastDailyWorkAt: 2_000 });
    await scheduleStates.save(org, {});
    expect(await scheduleStates.get(org)).toMatchObject({ lastTrainingAttemptAt: 1_000, lastDailyWorkAt: 2_000 });
    await scheduleStates.save(org, { lastTrainingAttemptAt: 3_000 });
    expect(await scheduleStates.get(org)).toMatchObject({ lastTrainingAttemptAt: 3_000, lastDailyWorkAt: 2_000 });
    expect(await scheduleStates.get(other)).toEqual({
      lastTrainingAttemptAt: null,
      lastDailyWorkAt: null,
      retrainEveryDays: null,
    });
  });
});

describeOnEveryDatabase('score check cursors', (given) => {
  it('keep the last instant of each org', async () => {
    const { storage, newOrg } = given();
    const [org, other] = [newOrg(), newOrg()];
    expect(await storage.scoreCheckCursors.find(org)).toBeUndefined();
    await storage.scoreCheckCursors.save(org, 1_000);
    await storage.scoreCheckCursors.save(org, 2_000);
    expect(await storage.scoreCheckCursors.find(org)).toBe(2_000);
    expect(await storage.scoreCheckCursors.find(other)).toBeUndefined();
  });
});
