import type { NotificationRouteName, Notifications } from '@leadlight/contract';
import { fill, formatInstant } from 'c/scoreFormat';
import { eventTitle } from './eventTitles';
import { labels } from './labels';

export interface RouteRow {
  readonly route: NotificationRouteName;
  readonly title: string;
  readonly state: string;
  readonly stateClass: string;
  /** Who receives e-mails; empty for other routes. */
  readonly recipients: string;
  readonly isOn: boolean;
  /** The command that sets it up; empty where it is set up. */
  readonly command: string;
  /** The label of the switch; empty where there is none. */
  readonly switchLabel: string;
}

export interface DeliveryRow {
  readonly id: string;
  readonly text: string;
  /** The reason of the receiver or the network, in English; empty where there is none. */
  readonly failure: string;
}

const TITLES: Readonly<Record<NotificationRouteName, string>> = {
  salesforce: labels.salesforce,
  email: labels.email,
  slack: labels.slack,
  webhook: labels.webhook,
};
const STATES = { on: labels.on, off: labels.off, notSetUp: labels.notSetUp } as const;

export const routeRows = ({ routes }: Notifications): readonly RouteRow[] =>
  routes.map(({ route, state, recipients }) => ({
    route,
    title: TITLES[route],
    state: STATES[state],
    stateClass: `slds-badge ${state === 'on' ? 'slds-theme_success' : ''}`,
    recipients: recipients.join(', '),
    isOn: state === 'on',
    command: state === 'notSetUp' ? `leadlight notifications set ${route}` : '',
    switchLabel: state === 'on' ? labels.turnOff : state === 'off' ? labels.turnOn : '',
  }));

/** Whether a test message is on its way. */
export const hasPendingTest = ({ deliveries }: Notifications): boolean =>
  deliveries.some(({ kind, state }) => kind === 'test' && state === 'pending');

export const deliveryRows = ({ deliveries }: Notifications): readonly DeliveryRow[] =>
  deliveries.map((delivery) => ({ id: delivery.id, text: textOf(delivery), failure: delivery.failure ?? '' }));

function textOf(delivery: Notifications['deliveries'][number]): string {
  const { kind, route, reminder, state, sentAt, createdAt, failure } = delivery;
  const title = reminder > 0 ? fill(labels.reminder, eventTitle(kind)) : eventTitle(kind);
  const by = TITLES[route];
  if (state === 'sent') return fill(labels.sent, title, by, formatInstant(sentAt ?? createdAt));
  if (state === 'failed') return fill(labels.failed, title, by, formatInstant(createdAt));
  return fill(failure === null ? labels.waits : labels.retried, title, by);
}
