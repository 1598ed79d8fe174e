import { randomBytes } from 'node:crypto';
import type { Notifications } from '@leadlight/contract';
import { WorkflowError } from '../errors.ts';
import {
  notificationRoutes,
  type Administration,
  type Clock,
  type Delivery,
  type DeliveryStore,
  type ModelEventEntry,
  type ModelEventStore,
  type NotificationRoute,
  type RouteSettings,
  type RouteSettingsStore,
} from '../ports/index.ts';

/** What the event ids of test messages begin with. */
export const TEST_EVENT = 'test_';

/** Whether it is a test message, which is about no event. */
export const isTest = ({ eventId }: Pick<Delivery, 'eventId'>): boolean => eventId.startsWith(TEST_EVENT);

export interface NotificationReportPorts {
  readonly notificationSettings: RouteSettingsStore;
  readonly deliveries: Pick<DeliveryStore, 'list'>;
  readonly modelEvents: Pick<ModelEventStore, 'list'>;
}

const MAX_DELIVERIES = 20;
const MAX_EVENTS = 500;

/** The routes without their secrets, and what was sent last. */
export async function notificationReport(
  { notificationSettings, deliveries, modelEvents }: NotificationReportPorts,
  orgId: string,
): Promise<Notifications> {
  const [settings, entries, events] = await Promise.all([
    notificationSettings.find(orgId),
    deliveries.list(orgId, MAX_DELIVERIES),
    modelEvents.list(orgId, MAX_EVENTS),
  ]);
  const kinds = new Map(events.map(({ id, kind }) => [id, kind]));
  const shown = notificationRoutes.toSorted((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
  return {
    routes: shown.map((route) => ({
      route,
      state: stateOf(settings, route),
      recipients: route === 'email' ? [...(settings.email?.to ?? [])] : [],
    })),
    deliveries: entries.map((entry) => deliveryOf(entry, kinds)),
  };
}

const ORDER: readonly NotificationRoute[] = ['salesforce', 'email', 'slack', 'webhook'];

function stateOf(settings: RouteSettings, route: NotificationRoute): Notifications['routes'][number]['state'] {
  const found = settings[route];
  // Inside the CRM, the package has all that is needed.
  if (found === null) return route === 'salesforce' ? 'off' : 'notSetUp';
  return found.isOff === true ? 'off' : 'on';
}

function deliveryOf(
  entry: Delivery,
  kinds: ReadonlyMap<string, ModelEventEntry['kind']>,
): Notifications['deliveries'][number] {
  const { id, route, eventId, reminder, state, attempts, createdAt, sentAt, failure } = entry;
  return {
    ...{ id, route, reminder, state, attempts, failure },
    kind: isTest(entry) ? 'test' : (kinds.get(eventId) ?? null),
    createdAt: new Date(createdAt).toISOString(),
    sentAt: sentAt === null ? null : new Date(sentAt).toISOString(),
  };
}

export interface SwitchRoutePorts extends Administration {
  readonly notificationSettings: Pick<RouteSettingsStore, 'find'>;
  readonly clock: Clock;
}

/**
 * Turns a route on or off. Off, it keeps its address and its secret.
 * @param actor for the audit log: `api:<key id>`
 * @throws WorkflowError `route_not_set_up`
 */
export async function switchRoute(
  { notificationSettings, atomically, clock }: SwitchRoutePorts,
  orgId: string,
  route: NotificationRoute,
  isOn: boolean,
  actor: string,
): Promise<void> {
  const settings = await notificationSettings.find(orgId);
  const found = settings[route] ?? (route === 'salesforce' ? {} : null);
  if (found === null) throw new WorkflowError('route_not_set_up', { route, problem: 'not set up' });
  const { isOff: _, ...kept } = found;
  const changed = { ...settings, [route]: isOn ? kept : { ...kept, isOff: true } };
  const at = clock.now();
  await atomically(async (stores) => {
    await stores.notificationSettings.save(orgId, changed, at, actor);
    await stores.auditLog.append(orgId, {
      at,
      actor,
      act: isOn ? 'notifications.on' : 'notifications.off',
      subject: route,
    });
  });
}

/**
 * Requests a test message, which a worker sends within seconds. It is tried once.
 * @param actor for the audit log: `api:<key id>`
 * @throws WorkflowError `route_not_set_up`
 */
export async function requestTestMessage(
  { notificationSettings, atomically, clock }: SwitchRoutePorts,
  orgId: string,
  route: NotificationRoute,
  actor: string,
): Promise<void> {
  const state = stateOf(await notificationSettings.find(orgId), route);
  if (state !== 'on') {
    throw new WorkflowError('route_not_set_up', { route, problem: state === 'off' ? 'off' : 'not set up' });
  }
  const at = clock.now();
  const key = randomBytes(8).toString('hex');
  await atomically(async (stores) => {
    await stores.deliveries.add(orgId, [
      {
        ...{ id: `ntf_${key}`, eventId: `${TEST_EVENT}${key}`, route, reminder: 0, state: 'pending' },
        ...{ attempts: 0, interrupted: false, createdAt: at, nextAttemptAt: at, sentAt: null, failure: null },
      },
    ]);
    await stores.auditLog.append(orgId, { at, actor, act: 'notifications.test', subject: route });
  });
}

/** Whether somebody waits for a test message that no process is sending. */
export const hasTestToSend = (deliveries: readonly Delivery[], now: number): boolean =>
  deliveries.some((each) => isTest(each) && each.state === 'pending' && each.nextAttemptAt <= now);
