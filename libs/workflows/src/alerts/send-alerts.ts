import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@leadlight/common';
import type {
  AlertDelivery,
  AlertDeliveryRoute,
  AlertOutcome,
  AlertRule,
  AlertSettings,
  AlertStore,
  Clock,
  CrmAlerts,
  CrmUsers,
} from '../ports/index.ts';
import { messageOf } from '../synchronisation/log.ts';
import { HOT_BAND } from './alert-settings.ts';
import { leadMessage, messageText, testMessage, type AlertMessage } from './alert-message.ts';
import { digestMessage, listedLeads } from './digest-message.ts';
import { isQuiet, localTime, startOfDay } from './local-time.ts';
import { groupsOf } from './raise-alerts.ts';

/** Sends by a route outside the CRM. Rejects where the receiver has not accepted it. */
export interface AlertSenders {
  readonly slack?: (message: AlertMessage) => Promise<void>;
  readonly webhook?: (message: AlertMessage) => Promise<void>;
  readonly email?: (message: AlertMessage, to: string) => Promise<void>;
}

export interface SendAlertsPorts {
  readonly alerts: AlertStore;
  readonly crmAlerts: CrmAlerts;
  readonly crmUsers: Pick<CrmUsers, 'managers'>;
  /** Of the routes that are set up. */
  readonly alertSenders: (orgId: string, settings: AlertSettings) => AlertSenders;
  readonly clock: Clock;
}

export interface SentAlerts {
  readonly sent: number;
  readonly dropped: number;
  /** To be tried again later. */
  readonly failed: number;
  readonly givenUp: number;
  /** Why, each once. */
  readonly failures: readonly string[];
}

const RETRY_DELAYS_MS = [10 * SECOND_MS, MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS, 4 * HOUR_MS];
/** Longer than any route takes; after it, an attempt whose process was killed is made again. */
const ATTEMPT_MS = MINUTE_MS;
/** Longer than a weekend of quiet hours; older alerts are no news. */
const MAX_AGE_MS = 4 * DAY_MS;
const DURING_QUIET_HOURS: readonly AlertRule[] = ['test', 'digest'];
const ALWAYS: readonly AlertRule[] = ['band', 'jump', 'untouched', 'test', 'digest'];

/**
 * Sends what is due by these routes. A delivery is stored before it is sent and settled after it. What a killed worker was sending is
 * sent again: a task only if it is not there, other messages with the same id or a note.
 * @param timeZone of the org
 */
export async function sendAlerts(
  ports: SendAlertsPorts,
  orgId: string,
  routes: readonly AlertDeliveryRoute[],
  timeZone: string,
): Promise<SentAlerts> {
  const { alerts, clock } = ports;
  const { settings } = await alerts.findSettings(orgId);
  const counts = { sent: 0, dropped: 0, failed: 0, givenUp: 0 };
  const failures = new Set<string>();
  for (;;) {
    const started = clock.now();
    const rules = isQuiet(settings.quietHours, localTime(started, timeZone)) ? DURING_QUIET_HOURS : ALWAYS;
    const delivery = await alerts.take(orgId, started, started + ATTEMPT_MS, { routes, rules });
    if (!delivery) return { ...counts, failures: [...failures] };
    let outcome: AlertOutcome;
    try {
      outcome = await attempt({ ports, orgId, settings, timeZone }, delivery);
    } catch (error) {
      const failure = messageOf(error);
      failures.add(`${delivery.route}: ${failure}`);
      const delayMs = delivery.alert.rule === 'test' ? undefined : RETRY_DELAYS_MS[delivery.attempts - 1];
      outcome = delayMs === undefined ? { failure, givenUp: true } : { failure, retryAt: clock.now() + delayMs };
    }
    await alerts.settle(orgId, delivery, outcome);
    if ('sentAt' in outcome) counts.sent++;
    else if ('dropped' in outcome) counts.dropped++;
    else if ('givenUp' in outcome) counts.givenUp++;
    else counts.failed++;
  }
}

interface Context {
  readonly ports: SendAlertsPorts;
  readonly orgId: string;
  readonly settings: AlertSettings;
  readonly timeZone: string;
}

function attempt(context: Context, delivery: AlertDelivery): Promise<AlertOutcome> {
  const { rule } = delivery.alert;
  if (rule === 'test') return sendTest(context, delivery);
  if (!context.settings.isOn) return Promise.resolve({ dropped: 'route_off' });
  if (context.ports.clock.now() - delivery.alert.createdAt > MAX_AGE_MS) return Promise.resolve({ dropped: 'too_old' });
  return rule === 'digest' ? sendDigest(context, delivery) : sendLeadAlert(context, delivery);
}

const givenOf = ({ orgId }: Context, { alert, route, interrupted, attempts }: AlertDelivery) => ({
  ...{ deliveryId: `${alert.id}-${route}`, orgId, mayBeRepeated: interrupted || attempts > 1 },
});

async function sendTest(context: Context, delivery: AlertDelivery): Promise<AlertOutcome> {
  const { ports, orgId, settings } = context;
  const { crmAlerts, clock } = ports;
  const message = testMessage(givenOf(context, delivery));
  const userId = delivery.alert.subjectId;
  const senders = ports.alertSenders(orgId, settings);
  switch (delivery.route) {
    case 'salesforce':
    case 'task':
      await crmAlerts.notify([userId], { title: message.title, body: message.body, recordId: null });
      break;
    case 'email': {
      const [user] = await crmAlerts.findUsers([userId]);
      if (!user) return { dropped: 'nobody' };
      if (!senders.email) return { dropped: 'route_off' };
      await senders.email(message, user.email);
      break;
    }
    default: {
      const send = senders[delivery.route];
      if (!send) return { dropped: 'route_off' };
      await send(message);
    }
  }
  return { sentAt: clock.now(), recipients: [userId] };
}

async function sendDigest(context: Context, delivery: AlertDelivery): Promise<AlertOutcome> {
  const { ports, orgId, settings, timeZone } = context;
  const { alerts, crmAlerts, crmUsers, alertSenders, clock } = ports;
  const { email } = alertSenders(orgId, settings);
  if (!email || settings.digest === null) return { dropped: 'route_off' };
  const userId = delivery.alert.subjectId;
  const managers = settings.digest.recipients === 'managers' ? await crmUsers.managers(orgId) : undefined;
  const leads = groupsOf(await alerts.listForDigest(orgId, HOT_BAND), managers).get(userId) ?? [];
  if (leads.length === 0) return { dropped: 'empty' };
  const [user] = await crmAlerts.findUsers([userId]);
  if (!user) return { dropped: 'nobody' };
  const names = settings.namesOutside
    ? await crmAlerts.findLeads(listedLeads(leads).map(({ leadId }) => leadId))
    : new Map();
  const { addressOf } = crmAlerts;
  const now = clock.now();
  await email(digestMessage(givenOf(context, delivery), leads, { names, addressOf, now, timeZone }), user.email);
  return { sentAt: clock.now(), recipients: [userId] };
}

async function sendLeadAlert(context: Context, delivery: AlertDelivery): Promise<AlertOutcome> {
  const { ports, orgId, settings } = context;
  const { alerts, crmAlerts, alertSenders, clock } = ports;
  const { alert, route } = delivery;
  const leadId = alert.subjectId;
  const lead = await alerts.findLead(orgId, leadId);
  const crmLead = (await crmAlerts.findLeads([leadId])).get(leadId);
  if (!lead?.isOpen || !crmLead?.isOpen) return { dropped: 'closed' };
  if (alert.rule === 'band' && lead.band > (alert.facts.band ?? lead.band)) return { dropped: 'left_band' };
  if (alert.rule === 'untouched' && (lead.touchedAt ?? -Infinity) >= (alert.facts.waitingSince ?? Infinity)) {
    return { dropped: 'contacted' };
  }
  const isOutside = route === 'slack' || route === 'webhook';
  const message = leadMessage(givenOf(context, delivery), alert, lead, {
    crmLead: !isOutside || settings.namesOutside ? crmLead : undefined,
    address: crmAlerts.addressOf(leadId),
    now: clock.now(),
  });
  if (isOutside) {
    const send = alertSenders(orgId, settings)[route];
    if (!send || !settings.routes.includes(route)) return { dropped: 'route_off' };
    if ((await sentToday(context, delivery, [])).all >= settings.perChannelAndDay) return { dropped: 'limit' };
    await send(message);
    return { sentAt: clock.now(), recipients: [] };
  }
  if (route === 'email' || !settings.routes.includes(route)) return { dropped: 'route_off' };
  return sendInside(context, delivery, { message, ownerId: crmLead.ownerId });
}

/** By a notification or a task in the CRM, to the present owners who have not reached the day's limit. */
async function sendInside(
  context: Context,
  delivery: AlertDelivery,
  { message, ownerId }: { readonly message: AlertMessage; readonly ownerId: string },
): Promise<AlertOutcome> {
  const { ports, settings, timeZone } = context;
  const { crmAlerts, clock } = ports;
  const leadId = delivery.alert.subjectId;
  const members = await crmAlerts.membersOf(ownerId);
  if (members.length === 0) return { dropped: 'nobody' };
  if (delivery.route === 'task' && members[0] !== ownerId) return { dropped: 'owner_is_queue' };
  const { byUser } = await sentToday(context, delivery, members);
  const recipients = members.filter((userId) => (byUser.get(userId) ?? 0) < settings.perPersonAndDay);
  if (recipients.length === 0) return { dropped: 'limit' };
  if (delivery.route === 'salesforce') {
    const body = message.mayBeRepeated ? `${message.body} (You may have received this before.)` : message.body;
    await crmAlerts.notify(recipients, { title: message.title, body, recordId: leadId });
  } else {
    const description = `${messageText({ ...message, mayBeRepeated: false })}\n${message.deliveryId}`;
    const isThere = delivery.attempts > 1 && (await crmAlerts.hasTask(leadId, message.title, message.deliveryId));
    const dueOn = localTime(clock.now(), timeZone).day;
    if (!isThere) await crmAlerts.createTask({ leadId, ownerId, subject: message.title, description, dueOn });
  }
  return { sentAt: clock.now(), recipients };
}

const sentToday = ({ ports, orgId, timeZone }: Context, { route }: AlertDelivery, users: readonly string[]) =>
  ports.alerts.countSent(orgId, route, startOfDay(ports.clock.now(), timeZone), users);
