import { Notifications } from '@leadlight/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AdministrativeStores, AuditEntry, Delivery, ModelEventEntry, RouteSettings } from '../ports/index.ts';
import {
  hasTestToSend,
  notificationReport,
  requestTestMessage,
  switchRoute,
  type NotificationReportPorts,
  type SwitchRoutePorts,
} from './notification-report.ts';

const NOW = Date.UTC(2026, 10, 23);
const NONE: RouteSettings = { email: null, webhook: null, slack: null, salesforce: null };

function org() {
  let settings = NONE;
  const deliveries: Delivery[] = [];
  const audit: AuditEntry[] = [];
  const events = [{ id: 'evt_1', kind: 'performance_changed' }] as ModelEventEntry[];
  const stores = {
    notificationSettings: { save: async (_: string, given: RouteSettings) => void (settings = given) },
    deliveries: { add: async (_: string, added: readonly Delivery[]) => void deliveries.unshift(...added) },
    auditLog: { append: async (_: string, entry: AuditEntry) => void audit.push(entry) },
  } as unknown as AdministrativeStores;
  const ports: NotificationReportPorts & SwitchRoutePorts = {
    notificationSettings: { find: async () => settings, save: async () => undefined },
    deliveries: { list: async () => deliveries },
    modelEvents: { list: async () => events },
    atomically: (act) => act(stores),
    clock: { now: () => NOW },
  };
  const states = async () =>
    Object.fromEntries((await notificationReport(ports, 'org')).routes.map(({ route, state }) => [route, state]));
  return {
    ports,
    deliveries,
    audit,
    states,
    set: (given: Partial<RouteSettings>) => (settings = { ...NONE, ...given }),
  };
}

describe('routes of notifications', () => {
  let given: ReturnType<typeof org>;
  beforeEach(() => (given = org()));

  it('are off in Salesforce and not set up elsewhere, until somebody sets them up', async () => {
    expect(await given.states()).toEqual({
      salesforce: 'off',
      email: 'notSetUp',
      slack: 'notSetUp',
      webhook: 'notSetUp',
    });
  });

  it('can be turned off and on without setting them up again, each audited', async () => {
    given.set({ email: { to: ['ops@example.com'], from: 'leadlight@example.com' } });
    await switchRoute(given.ports, 'org', 'email', false, 'api:key_1');
    expect(await given.states()).toMatchObject({ email: 'off' });
    await switchRoute(given.ports, 'org', 'email', true, 'api:key_1');
    await switchRoute(given.ports, 'org', 'salesforce', true, 'api:key_1');
    expect(await given.states()).toMatchObject({ email: 'on', salesforce: 'on' });
    expect((await notificationReport(given.ports, 'org')).routes[1]).toEqual({
      ...{ route: 'email', state: 'on', recipients: ['ops@example.com'] },
    });
    expect(given.audit.map(({ act, subject, actor }) => [act, subject, actor])).toEqual([
      ['notifications.off', 'email', 'api:key_1'],
      ['notifications.on', 'email', 'api:key_1'],
      ['notifications.on', 'salesforce', 'api:key_1'],
    ]);
  });

  it('cannot be turned on where they were never set up', async () => {
    await expect(switchRoute(given.ports, 'org', 'slack', true, 'api:key_1')).rejects.toMatchObject({
      code: 'route_not_set_up',
      message: expect.stringContaining('leadlight notifications set slack') as string,
    });
    expect(given.audit).toEqual([]);
  });
});

describe('requestTestMessage', () => {
  it('stores a message that waits for a worker, and shows it', async () => {
    const { ports, deliveries, audit, set } = org();
    set({ salesforce: {} });
    await requestTestMessage(ports, 'org', 'salesforce', 'api:key_1');
    expect(hasTestToSend(deliveries, NOW)).toBe(true);
    expect(hasTestToSend(deliveries, NOW - 1)).toBe(false);
    const report = await notificationReport(ports, 'org');
    expect(Notifications.parse(report)).toEqual(report);
    expect(report.deliveries).toMatchObject([{ kind: 'test', route: 'salesforce', state: 'pending' }]);
    expect(audit).toMatchObject([{ act: 'notifications.test', subject: 'salesforce' }]);
  });

  it('is rejected for a route that is off or not set up', async () => {
    const { ports, deliveries } = org();
    await expect(requestTestMessage(ports, 'org', 'salesforce', 'a')).rejects.toThrow('is off');
    await expect(requestTestMessage(ports, 'org', 'webhook', 'a')).rejects.toThrow('is not set up');
    expect(deliveries).toEqual([]);
  });
});

describe('notificationReport', () => {
  it('says what a delivery was about, or that its event is gone', async () => {
    const { ports, deliveries } = org();
    const sent: Delivery = {
      ...{ id: 'ntf_1', eventId: 'evt_1', route: 'email', reminder: 1, state: 'sent', attempts: 1, interrupted: false },
      ...{ createdAt: NOW, nextAttemptAt: NOW, sentAt: NOW, failure: null },
    };
    deliveries.push(sent, {
      ...sent,
      id: 'ntf_2',
      eventId: 'evt_9',
      sentAt: null,
      state: 'failed',
      failure: 'refused',
    });
    expect((await notificationReport(ports, 'org')).deliveries).toMatchObject([
      { kind: 'performance_changed', reminder: 1, sentAt: '2026-11-23T00:00:00.000Z' },
      { kind: null, state: 'failed', failure: 'refused', sentAt: null },
    ]);
  });
});
