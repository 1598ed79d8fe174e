import { DAY_MS } from '@leadlight/common';
import type { Alerts } from '@leadlight/contract';
import type { AlertDelivery, AlertDeliveryRoute, AlertStore, Clock } from '../ports/index.ts';
import { COMPARED_DAYS, splitByStart, touchTimes, type TouchTimes } from './first-touch.ts';

export interface AlertReportPorts {
  readonly alerts: Pick<AlertStore, 'findSettings' | 'listDeliveries' | 'countDeliveries' | 'listFirstTouches'>;
  readonly clock: Clock;
}

const MAX_DELIVERIES = 20;
const COUNTED_DAYS = 7;

/** The settings without secrets, what was sent last, and how soon leads are contacted. */
export async function alertReport({ alerts, clock }: AlertReportPorts, orgId: string): Promise<Alerts> {
  const now = clock.now();
  const { settings, onSince, firstOnAt } = await alerts.findSettings(orgId);
  const { slack, webhook, email, ...shown } = settings;
  const [deliveries, lastWeek, leads] = await Promise.all([
    alerts.listDeliveries(orgId, MAX_DELIVERIES),
    alerts.countDeliveries(orgId, now - COUNTED_DAYS * DAY_MS),
    firstOnAt === null ? [] : alerts.listFirstTouches(orgId, firstOnAt - COMPARED_DAYS * DAY_MS),
  ]);
  const setUp: AlertDeliveryRoute[] = ['salesforce', 'task'];
  if (slack) setUp.push('slack');
  if (webhook) setUp.push('webhook');
  if (email) setUp.push('email');
  const split = firstOnAt === null ? undefined : splitByStart(leads, firstOnAt);
  return {
    settings: { ...shown, bands: shown.bands.map((band) => band as 'A') },
    onSince: onSince === null ? null : new Date(onSince).toISOString(),
    setUp,
    deliveries: deliveries.map(deliveryOf),
    lastWeek: { ...lastWeek },
    firstTouch: split
      ? {
          comparedDays: COMPARED_DAYS,
          before: timesDocument(touchTimes(split.before, now)),
          since: timesDocument(touchTimes(split.since, now)),
        }
      : null,
  };
}

const timesDocument = (times: readonly TouchTimes[]) => times.map((each) => ({ ...each, band: each.band as 'A' }));

function deliveryOf({ alert, route, state, sentAt, recipients, failure }: AlertDelivery): Alerts['deliveries'][number] {
  const { id, rule, subjectId, createdAt } = alert;
  return {
    ...{ id: `${id}-${route}`, rule, route, state, failure },
    leadId: rule === 'digest' || rule === 'test' ? null : subjectId,
    recipients: route === 'slack' || route === 'webhook' ? 0 : recipients.length,
    createdAt: new Date(createdAt).toISOString(),
    sentAt: sentAt === null ? null : new Date(sentAt).toISOString(),
  };
}
