import { DAY_MS, HOUR_MS, MINUTE_MS } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import type { Delivery, DeliveryStore, ModelEventEntry } from '../ports/index.ts';
import type { Notification } from './notification.ts';
import { routesOn, sendNotifications, type SendByRoute } from './send-notifications.ts';

const START = Date.UTC(2026, 10, 23);

const event = (id: string, given: Partial<ModelEventEntry> = {}): ModelEventEntry => ({
  ...{ id, kind: 'performance_changed', severity: 'alarm', subject: '', modelId: 'm1', modelVersion: 1 },
  ...{ foundAt: START, since: START - 9 * DAY_MS, endedAt: null, weeksBetweenFalseAlarms: 80 },
  message: { code: 'event_performance_changed', values: [], english: 'Leads turn out differently.' },
  action: { code: 'act_retrain', values: [], english: 'Retrain.' },
  ...given,
});

/** Deliveries and events in memory; its contract suite is in `libs/storage/src/notifications`. */
function inMemory(events: readonly ModelEventEntry[]) {
  let now = START;
  const deliveries: Delivery[] = [];
  const inFlight = new Set<string>();
  const change = (id: string, by: Partial<Delivery>) => {
    const at = deliveries.findIndex((each) => each.id === id);
    return (deliveries[at] = { ...deliveries[at]!, ...by });
  };
  const store: DeliveryStore = {
    async add(_, added) {
      const key = ({ eventId, route, reminder }: Delivery) => `${eventId} ${route} ${reminder}`;
      const known = new Set(deliveries.map(key));
      deliveries.push(...added.filter((each) => !known.has(key(each))));
    },
    async take(_, at, retryAt) {
      const due = deliveries.find(({ state, nextAttemptAt }) => state === 'pending' && nextAttemptAt <= at);
      if (!due) return undefined;
      const interrupted = due.interrupted || inFlight.has(due.id);
      inFlight.add(due.id);
      return change(due.id, { attempts: due.attempts + 1, nextAttemptAt: retryAt, interrupted });
    },
    async settle(_, id, outcome) {
      inFlight.delete(id);
      if ('sentAt' in outcome) change(id, { state: 'sent', ...outcome, failure: null });
      else if ('givenUp' in outcome) change(id, { state: 'failed', failure: outcome.failure });
      else change(id, { failure: outcome.failure, nextAttemptAt: outcome.retryAt });
    },
    list: async () => deliveries,
  };
  const ports = {
    modelEvents: { list: async () => events, listOpen: async () => events.filter(({ endedAt }) => endedAt === null) },
    deliveries: store,
    clock: { now: () => now },
  };
  const received: Notification[] = [];
  const accept: SendByRoute = async (notification) => void received.push(notification);
  const sendAfter = (ms: number, routes: Parameters<typeof sendNotifications>[2] = { email: accept }) => {
    now = START + ms;
    return sendNotifications(ports, 'org', routes);
  };
  return { ports, deliveries, received, accept, sendAfter };
}

describe('sendNotifications', () => {
  it('sends an event once by each route, with what, since when, how sure and what to do', async () => {
    const { received, accept, sendAfter } = inMemory([event('e1')]);
    expect(await sendAfter(0, { email: accept, webhook: accept })).toMatchObject({ sent: 2, failed: 0 });
    expect(await sendAfter(HOUR_MS, { email: accept, webhook: accept })).toMatchObject({ sent: 0 });
    expect(received).toHaveLength(2);
    expect(received[0]).toMatchObject({
      what: 'Leads turn out differently.',
      since: '2026-11-14T00:00:00.000Z',
      howSure: 'Without a change, evidence this strong appears at most once in 80 weeks on average.',
      toDo: 'Retrain.',
      mayBeRepeated: false,
    });
  });

  it('does not send what is only shown, except what was done to the model', async () => {
    const notice = { severity: 'notice', endedAt: START } as const;
    const events = [
      event('e1', { ...notice, kind: 'values_moved' }),
      event('e2', { ...notice, kind: 'model_rolled_back' }),
    ];
    const { received, sendAfter } = inMemory(events);
    await sendAfter(0);
    expect(received.map(({ kind }) => kind)).toEqual(['model_rolled_back']);
  });

  it('reminds twice while an event lasts, and not afterwards', async () => {
    const { received, sendAfter } = inMemory([
      event('e1'),
      event('e2', { endedAt: START + DAY_MS, kind: 'calibration_off' }),
    ]);
    for (let day = 0; day <= 120; day++) await sendAfter(day * DAY_MS);
    expect(received.map(({ eventId, reminder, title }) => [eventId, reminder, title])).toEqual([
      ['e1', 0, 'Leads turn out differently than predicted'],
      ['e2', 0, 'Probabilities are off'],
      ['e1', 1, 'Reminder: Leads turn out differently than predicted'],
      ['e1', 2, 'Reminder: Leads turn out differently than predicted'],
    ]);
  });

  it('sends one message for an event that began long before, and none for one that is long over', async () => {
    const { received, sendAfter } = inMemory([
      event('e1'),
      event('e2', { endedAt: START + DAY_MS, kind: 'model_promoted' }),
    ]);
    await sendAfter(60 * DAY_MS);
    expect(received.map(({ eventId, reminder }) => [eventId, reminder])).toEqual([['e1', 2]]);
  });

  it('tries again with growing delays, says why, and gives up after two days', async () => {
    const { deliveries, sendAfter } = inMemory([event('e1')]);
    const refuse = { webhook: () => Promise.reject(new Error('the receiver answered 500')) };
    expect(await sendAfter(0, refuse)).toMatchObject({
      sent: 0,
      failed: 1,
      failures: ['webhook: the receiver answered 500'],
    });
    expect(await sendAfter(30_000, refuse)).toMatchObject({ failed: 0 });
    const attempts: number[] = [];
    for (let minute = 1; minute < 3 * 24 * 60; minute++) {
      const before = deliveries[0]!.attempts;
      await sendAfter(minute * MINUTE_MS, refuse);
      if (deliveries[0]!.attempts > before) attempts.push(minute);
    }
    expect(attempts).toEqual([1, 6, 21, 81, 321, 1041, 2481]);
    expect(deliveries).toMatchObject([{ state: 'failed', attempts: 8, failure: 'the receiver answered 500' }]);
  });

  it('tries a test message once, also where it fails', async () => {
    const { ports, deliveries, received, accept, sendAfter } = inMemory([]);
    const test = (id: string): Delivery => ({
      ...{ id, eventId: `test_${id}`, route: 'email', reminder: 0, state: 'pending', attempts: 0, interrupted: false },
      ...{ createdAt: START, nextAttemptAt: START, sentAt: null, failure: null },
    });
    await ports.deliveries.add('org', [test('d1')]);
    expect(await sendAfter(0, { email: accept })).toMatchObject({ sent: 1 });
    expect(received).toMatchObject([{ kind: 'test', deliveryId: 'd1' }]);
    await ports.deliveries.add('org', [test('d2')]);
    const refuse = () => Promise.reject(new Error('wrong password'));
    expect(await sendAfter(0, { email: refuse })).toMatchObject({ givenUp: 1, failed: 0 });
    expect(deliveries[1]).toMatchObject({ state: 'failed', failure: 'wrong password' });
  });

  it('sends nothing by a route that was turned off', () => {
    const email = { to: ['ops@example.com'], from: 'leadlight@example.com' };
    const none = { webhook: null, slack: null };
    expect(routesOn({ ...none, email, salesforce: {} })).toEqual(['email', 'salesforce']);
    expect(routesOn({ ...none, email: { ...email, isOff: true }, salesforce: { isOff: true } })).toEqual([]);
  });

  it('sends again what a killed worker had begun to send, and says that it may be repeated', async () => {
    const { ports, received, sendAfter } = inMemory([event('e1')]);
    const { settle } = ports.deliveries;
    ports.deliveries.settle = () => Promise.reject(new Error('killed'));
    await expect(sendAfter(0)).rejects.toThrow('killed');
    ports.deliveries.settle = settle;
    expect(await sendAfter(MINUTE_MS)).toMatchObject({ sent: 0 });
    expect(await sendAfter(HOUR_MS)).toMatchObject({ sent: 1 });
    expect(await sendAfter(DAY_MS)).toMatchObject({ sent: 0 });
    expect(received.map(({ deliveryId, mayBeRepeated }) => [deliveryId, mayBeRepeated])).toEqual([
      [received[0]!.deliveryId, false],
      [received[0]!.deliveryId, true],
    ]);
  });
});
