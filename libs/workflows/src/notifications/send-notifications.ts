import { randomBytes } from 'node:crypto';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@leadlight/common';
import type { EventKind } from '@leadlight/contract';
import type { Instant } from '@leadlight/lead-features';
import type {
  Clock,
  Delivery,
  DeliveryStore,
  ModelEventEntry,
  ModelEventStore,
  NotificationRoute,
  RouteSettings,
} from '../ports/index.ts';
import { messageOf } from '../synchronisation/log.ts';
import { isTest } from './notification-report.ts';
import { notificationOf, testNotification, type Notification } from './notification.ts';

export interface SendNotificationsPorts {
  readonly modelEvents: Pick<ModelEventStore, 'list' | 'listOpen'>;
  readonly deliveries: DeliveryStore;
  readonly clock: Clock;
}

/** Sends by one route. Rejects where the receiver has not accepted it. */
export type SendByRoute = (notification: Notification) => Promise<void>;
export type Routes = Readonly<Partial<Record<NotificationRoute, SendByRoute>>>;

export interface SentNotifications {
  readonly sent: number;
  /** To be tried again later. */
  readonly failed: number;
  readonly givenUp: number;
  /** Why, each once. */
  readonly failures: readonly string[];
}

/** Notices are shown and not sent, except these: what has been done to the model that scores. */
const ALWAYS_SENT: readonly EventKind[] = [
  'model_promoted',
  'model_rolled_back',
  'model_recalibrated',
  'retraining_rejected',
];
/** An event older than this is no news to a route that was just set up, or after a long standstill. */
const MAX_NEWS_DAYS = 3;
/** While an event lasts, it is sent again after these days, and no more. */
const REMINDER_DAYS = [7, 28];
const MAX_EVENTS = 500;
/** A few minutes, then longer; given up after about two days. */
const RETRY_DELAYS_MS = [1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60].map((minutes) => minutes * MINUTE_MS);
/** Longer than any route takes; after it, an attempt whose process was killed is made again. */
const ATTEMPT_MS = HOUR_MS / 6;

/**
 * Sends each event once by each route, and at most two reminders while it lasts. A delivery is stored before it is sent and settled
 * after it, so that what a killed worker was sending is sent again, with a note.
 * @param routes those that are set up
 */
export async function sendNotifications(
  { modelEvents, deliveries, clock }: SendNotificationsPorts,
  orgId: string,
  routes: Routes,
): Promise<SentNotifications> {
  const events = await eventsToSend(modelEvents, orgId);
  const now = clock.now();
  const names = Object.keys(routes) as NotificationRoute[];
  await deliveries.add(
    orgId,
    events.flatMap((event) => names.flatMap((route) => deliveriesOf(event, route, now))),
  );
  const byId = new Map(events.map((event) => [event.id, event]));
  let [sent, failed, givenUp] = [0, 0, 0];
  const failures = new Set<string>();
  for (;;) {
    const started = clock.now();
    const delivery = await deliveries.take(orgId, started, started + ATTEMPT_MS);
    if (!delivery) return { sent, failed, givenUp, failures: [...failures] };
    const failure = await attempt(orgId, delivery, byId.get(delivery.eventId), routes[delivery.route]);
    if (failure === undefined) {
      await deliveries.settle(orgId, delivery.id, { sentAt: clock.now() });
      sent++;
      continue;
    }
    failures.add(`${delivery.route}: ${failure}`);
    // Somebody waits for the outcome of a test, and sees the failure.
    const delayMs = isTest(delivery) ? undefined : RETRY_DELAYS_MS[delivery.attempts - 1];
    if (delayMs === undefined) givenUp++;
    else failed++;
    const outcome =
      delayMs === undefined ? { failure, givenUp: true as const } : { failure, retryAt: clock.now() + delayMs };
    await deliveries.settle(orgId, delivery.id, outcome);
  }
}

/** Open events, and those that ended at once, such as a promotion. */
async function eventsToSend(
  modelEvents: SendNotificationsPorts['modelEvents'],
  orgId: string,
): Promise<readonly ModelEventEntry[]> {
  const [open, newest] = await Promise.all([modelEvents.listOpen(orgId), modelEvents.list(orgId, MAX_EVENTS)]);
  const all = new Map([...newest, ...open].map((event) => [event.id, event]));
  return [...all.values()].filter(({ severity, kind }) => severity === 'alarm' || ALWAYS_SENT.includes(kind));
}

function deliveriesOf(event: ModelEventEntry, route: NotificationRoute, now: Instant): readonly Delivery[] {
  const isOpen = event.endedAt === null;
  const ageDays = (now - event.foundAt) / DAY_MS;
  const isNews = ageDays <= MAX_NEWS_DAYS;
  const due = isOpen ? REMINDER_DAYS.filter((days) => ageDays >= days).length : 0;
  // Where several reminders are due at once, as after a standstill, one says it all.
  const reminders = due > 0 ? [due] : [];
  return [...(isNews || (isOpen && due === 0) ? [0] : []), ...reminders].map((reminder) => ({
    id: `ntf_${randomBytes(8).toString('hex')}`,
    ...{ eventId: event.id, route, reminder, state: 'pending', attempts: 0, interrupted: false },
    ...{ createdAt: now, nextAttemptAt: now, sentAt: null, failure: null },
  }));
}

/** @returns why it failed; undefined where it did not */
async function attempt(
  orgId: string,
  delivery: Delivery,
  event: ModelEventEntry | undefined,
  send: SendByRoute | undefined,
): Promise<string | undefined> {
  if (!send) return 'the route is no longer set up';
  const notification = isTest(delivery)
    ? testNotification(orgId, delivery.id)
    : event && notificationOf(orgId, event, delivery);
  if (!notification) return 'the event no longer exists';
  try {
    await send(notification);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/** The routes that are on. */
export const routesOn = (settings: RouteSettings): readonly NotificationRoute[] =>
  (Object.keys(settings) as NotificationRoute[]).filter((route) => settings[route] && settings[route].isOff !== true);
