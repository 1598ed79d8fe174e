import type { Delivery, RouteSettings } from '@leadlight/workflows';
import { expect, it } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';

const delivery = (id: string, given: Partial<Delivery> = {}): Delivery => ({
  ...{ id, eventId: `evt_${id}`, route: 'email', reminder: 0, state: 'pending', attempts: 0, interrupted: false },
  ...{ createdAt: 1_000, nextAttemptAt: 1_000, sentAt: null, failure: null },
  ...given,
});

describeOnEveryDatabase('deliveries of notifications', (given) => {
  it('are one for each event, route and reminder', async () => {
    const { storage, newOrg } = given();
    const [org, other] = [newOrg(), newOrg()];
    await storage.deliveries.add(org, [delivery('d1'), delivery('d2', { route: 'webhook', eventId: 'evt_d1' })]);
    await storage.deliveries.add(org, [delivery('d3', { eventId: 'evt_d1' })]);
    await storage.deliveries.add(org, []);
    expect((await storage.deliveries.list(org, 9)).map(({ id }) => id)).toEqual(['d1', 'd2']);
    expect(await storage.deliveries.list(other, 9)).toEqual([]);
  });

  it('are taken once at a time, the one that is due first, and not before they are due', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await storage.deliveries.add(org, [delivery('late', { nextAttemptAt: 3_000 }), delivery('d1')]);
    const taken = await Promise.all([1, 2, 3].map(() => storage.deliveries.take(org, 2_000, 9_000)));
    expect(taken.filter(Boolean)).toMatchObject([{ id: 'd1', attempts: 1, interrupted: false, nextAttemptAt: 9_000 }]);
    expect(await storage.deliveries.take(org, 3_000, 9_000)).toMatchObject({ id: 'late' });
  });

  it('say that an attempt never ended, also after a later one has failed', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await storage.deliveries.add(org, [delivery('d1')]);
    await storage.deliveries.take(org, 1_000, 2_000);
    expect(await storage.deliveries.take(org, 2_000, 3_000)).toMatchObject({ attempts: 2, interrupted: true });
    await storage.deliveries.settle(org, 'd1', { failure: 'refused', retryAt: 4_000 });
    expect(await storage.deliveries.take(org, 4_000, 5_000)).toMatchObject({
      ...{ attempts: 3, interrupted: true, failure: 'refused' },
    });
  });

  it('are settled as sent or given up, and then never taken again', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await storage.deliveries.add(org, [delivery('d1'), delivery('d2')]);
    await storage.deliveries.take(org, 1_000, 2_000);
    await storage.deliveries.take(org, 1_000, 2_000);
    await storage.deliveries.settle(org, 'd1', { sentAt: 1_500 });
    await storage.deliveries.settle(org, 'd2', { failure: 'no such host', givenUp: true });
    await storage.deliveries.settle(org, 'd2', { sentAt: 1_900 });
    expect(await storage.deliveries.take(org, 99_000, 99_999)).toBeUndefined();
    expect(await storage.deliveries.list(org, 9)).toMatchObject([
      { id: 'd1', state: 'sent', sentAt: 1_500, failure: null },
      { id: 'd2', state: 'failed', sentAt: null, failure: 'no such host' },
    ]);
  });
});

describeOnEveryDatabase('settings of notifications', (given) => {
  it('are all off until they are saved, and replaced as a whole', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const off: RouteSettings = { email: null, webhook: null, slack: null, salesforce: null };
    expect(await storage.notificationSettings.find(org)).toEqual(off);
    const email = { to: ['ops@example.com'], from: 'leadlight@example.com' };
    await storage.notificationSettings.save(org, { ...off, email }, 1, 'cli');
    await storage.notificationSettings.save(org, { ...off, webhook: { allowPrivate: false } }, 2, 'cli');
    expect(await storage.notificationSettings.find(org)).toEqual({ ...off, webhook: { allowPrivate: false } });
    expect(await storage.notificationSettings.find(newOrg())).toEqual(off);
  });
});
