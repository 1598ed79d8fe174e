import { DAY_MS } from '@leadlight/common';
import type { ModelCheckEntry, ModelEventEntry } from '@leadlight/workflows';
import { expect, it } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';

const DAY = Date.UTC(2026, 9, 1);
const HOUR_MS = DAY_MS / 24;

const check = (checkedAt: number, modelId = 'm1'): ModelCheckEntry => ({
  checkedAt,
  modelId,
  modelVersion: 3,
  figures: { performance: null, calibration: { rows: 120, predicted: 0.2, observed: 0.1 }, measures: [] },
});

const event = (id: string, change: Partial<ModelEventEntry> = {}): ModelEventEntry => ({
  id,
  kind: 'values_missing',
  severity: 'alarm',
  subject: 'industry',
  modelId: 'm1',
  modelVersion: 3,
  foundAt: DAY,
  since: DAY - DAY_MS,
  endedAt: null,
  weeksBetweenFalseAlarms: 1e30,
  message: {
    code: 'values_missing',
    values: [{ format: 'share', value: 0.4 }],
    names: ['industry'],
    english: 'Empty.',
  },
  action: null,
  ...change,
});

describeOnEveryDatabase('checks of models', (given) => {
  it('are listed by day, the last check of each day, the newest day first', async () => {
    const { storage, newOrg } = given();
    const [org, other] = [newOrg(), newOrg()];
    const times = [DAY, DAY + HOUR_MS, DAY + DAY_MS - 1, DAY + DAY_MS];
    for (const at of times) await storage.modelChecks.append(org, check(at));
    await storage.modelChecks.append(other, check(DAY + 5 * DAY_MS));
    expect(await storage.modelChecks.listDaily(org, 10)).toEqual([check(DAY + DAY_MS), check(DAY + DAY_MS - 1)]);
    expect(await storage.modelChecks.listDaily(org, 1)).toEqual([check(DAY + DAY_MS)]);
  });

  it('are found by model, and replaced by one at the same instant', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await storage.modelChecks.append(org, check(DAY));
    await storage.modelChecks.append(org, check(DAY + 1, 'm2'));
    await storage.modelChecks.append(org, { ...check(DAY), modelVersion: 4 });
    expect(await storage.modelChecks.findNewest(org, 'm1')).toEqual({ ...check(DAY), modelVersion: 4 });
    expect(await storage.modelChecks.findNewest(org, 'm3')).toBeUndefined();
  });

  it('of a propensity are listed separately from those of leads', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const ofChurn = { ...check(DAY, 'c1'), propensityId: 'account-churns' };
    await storage.modelChecks.append(org, check(DAY));
    await storage.modelChecks.append(org, ofChurn);
    expect(await storage.modelChecks.listDaily(org, 10)).toEqual([check(DAY)]);
    expect(await storage.modelChecks.listDaily(org, 10, 'account-churns')).toEqual([ofChurn]);
    expect(await storage.modelChecks.findNewest(org, 'c1')).toEqual(ofChurn);
  });

  it('over a week old are reduced to one a day, and removed with ended events after the limit', async () => {
    const { storage, newOrg, clock } = given();
    const org = newOrg();
    const now = clock.now();
    const old = now - 20 * DAY_MS;
    for (const at of [old, old + 1, old + 5 * DAY_MS, old + 5 * DAY_MS + 1, now - 2, now - 1])
      await storage.modelChecks.append(org, check(at));
    // The last check of a propensity on the day is kept although one of leads is later.
    await storage.modelChecks.append(org, { ...check(old + 5 * DAY_MS), propensityId: 'p' });
    await storage.modelEvents.open(org, event('e1', { foundAt: old, endedAt: old }));
    await storage.modelEvents.open(org, event('e2', { foundAt: old }));
    const removed = await storage.personalData.removeOld(org, { checksBefore: now - 18 * DAY_MS });
    expect(removed).toMatchObject({ model_check: 3, model_event: 1, notification_delivery: 0 });
    expect((await storage.modelChecks.listDaily(org, 10)).map(({ checkedAt }) => checkedAt)).toEqual([
      now - 1,
      old + 5 * DAY_MS + 1,
    ]);
    expect(await storage.modelChecks.listDaily(org, 10, 'p')).toHaveLength(1);
    expect((await storage.modelEvents.list(org, 10)).map(({ id }) => id)).toEqual(['e2']);
  });
});

describeOnEveryDatabase('events of models', (given) => {
  it('are stored once while one of their kind and subject is open', async () => {
    const { storage, newOrg } = given();
    const [org, other] = [newOrg(), newOrg()];
    expect(await storage.modelEvents.open(org, event('e1'))).toBe(true);
    expect(await storage.modelEvents.open(org, event('e2'))).toBe(false);
    expect(await storage.modelEvents.open(org, event('e3', { subject: 'country', foundAt: DAY + 1 }))).toBe(true);
    expect(await storage.modelEvents.open(other, event('e1'))).toBe(true);
    expect((await storage.modelEvents.listOpen(org)).map(({ id }) => id)).toEqual(['e3', 'e1']);
    await storage.modelEvents.end(org, 'e1', DAY + 2);
    await storage.modelEvents.end(org, 'e1', DAY + 3);
    expect(await storage.modelEvents.open(org, event('e4', { foundAt: DAY + 4 }))).toBe(true);
    expect(await storage.modelEvents.list(org, 10)).toEqual([
      event('e4', { foundAt: DAY + 4 }),
      event('e3', { subject: 'country', foundAt: DAY + 1 }),
      event('e1', { endedAt: DAY + 2 }),
    ]);
    await storage.modelEvents.open(org, event('e5', { subject: 'city', severity: 'notice' }));
    const ofOrg = (await storage.modelEvents.kindsByOrg()).filter(({ orgId }) => orgId === org);
    expect(ofOrg).toEqual([{ orgId: org, kind: event('e1').kind, openAlarms: 2, lastFoundAt: DAY + 4 }]);
  });

  it('of a propensity are open next to the same one of leads', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const ofChurn = event('e2', { propensityId: 'account-churns', foundAt: DAY + 1 });
    expect(await storage.modelEvents.open(org, event('e1'))).toBe(true);
    expect(await storage.modelEvents.open(org, ofChurn)).toBe(true);
    expect(await storage.modelEvents.open(org, { ...ofChurn, id: 'e3' })).toBe(false);
    expect(await storage.modelEvents.listOpen(org)).toEqual([ofChurn, event('e1')]);
  });

  it('keep that they are about no model, and that chance plays no part', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const stopped = event('e1', {
      ...{ kind: 'following_stopped', subject: '', modelId: null, modelVersion: null, since: null },
      weeksBetweenFalseAlarms: null,
      action: { code: 'restart', values: [], english: 'Start the worker.' },
    });
    await storage.modelEvents.open(org, stopped);
    expect(await storage.modelEvents.listOpen(org)).toEqual([stopped]);
  });
});
