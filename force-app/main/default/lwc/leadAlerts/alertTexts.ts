import type { AlertRouteName, Alerts } from '@leadlight/contract';
import { fill, formatCount, formatInstant, formatShare, LOCALE } from 'c/scoreFormat';
import { labels } from './labels';

type Delivery = Alerts['deliveries'][number];
type TouchTimes = NonNullable<Alerts['firstTouch']>['before'][number];

export interface DeliveryRow {
  readonly id: string;
  readonly text: string;
  /** The message of the receiver or the network, in English; empty where there is none. */
  readonly failure: string;
}

export interface TouchRow {
  readonly key: string;
  readonly period: string;
  readonly band: string;
  readonly leads: string;
  readonly half: string;
  readonly withinDay: string;
}

export const ROUTES: Readonly<Record<AlertRouteName, string>> = {
  salesforce: labels.salesforce,
  task: labels.task,
  slack: labels.slack,
  webhook: labels.webhook,
  email: labels.email,
};
const RULES: Readonly<Record<Delivery['rule'], string>> = {
  band: labels.ruleBand,
  jump: labels.ruleJump,
  untouched: labels.ruleUntouched,
  digest: labels.ruleDigest,
  test: labels.ruleTest,
};
const DROPS: Readonly<Record<string, string>> = {
  closed: labels.dropClosed,
  contacted: labels.dropContacted,
  empty: labels.dropEmpty,
  left_band: labels.dropLeftBand,
  limit: labels.dropLimit,
  nobody: labels.dropNobody,
  owner_is_queue: labels.dropQueue,
  route_off: labels.dropRouteOff,
  too_old: labels.dropTooOld,
};

export const deliveryRows = ({ deliveries }: Alerts): readonly DeliveryRow[] =>
  deliveries.map((delivery) => ({
    id: delivery.id,
    text: textOf(delivery),
    failure: delivery.state === 'dropped' ? '' : (delivery.failure ?? ''),
  }));

function textOf({ rule, route, state, sentAt, createdAt, failure }: Delivery): string {
  const what = [RULES[rule], ROUTES[route]] as const;
  if (state === 'sent') return fill(labels.sent, ...what, formatInstant(sentAt ?? createdAt));
  if (state === 'failed') return fill(labels.failed, ...what, formatInstant(createdAt));
  // A reason that a later release has added has no text here.
  const reason = DROPS[failure ?? ''] ?? failure ?? '';
  if (state === 'dropped') return fill(labels.dropped, ...what, formatInstant(createdAt), reason);
  return fill(labels.waits, ...what, formatInstant(createdAt));
}

/** Whether a test message is on its way. */
export const hasPendingTest = ({ deliveries }: Alerts): boolean =>
  deliveries.some(({ rule, state }) => rule === 'test' && state === 'pending');

const hours = (value: number): string => new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 }).format(value);

const touchRow = (period: string, { band, leads, medianHours, withinDay }: TouchTimes): TouchRow => ({
  key: `${period} ${band}`,
  period,
  band,
  leads: formatCount(leads),
  half: medianHours === null ? labels.notKnown : hours(medianHours),
  withinDay: withinDay === null ? labels.notKnown : formatShare(withinDay),
});

export function touchRows({ firstTouch }: Alerts): readonly TouchRow[] {
  if (firstTouch === null) return [];
  const rowsOf = (period: string, times: readonly TouchTimes[]) => times.map((each) => touchRow(period, each));
  return [...rowsOf(labels.before, firstTouch.before), ...rowsOf(labels.since, firstTouch.since)];
}
