import type { Delivery, ModelEventEntry } from '../ports/index.ts';

/** What every route says of an event: what, since when, how sure, what to do. Without personal data. */
export interface Notification {
  readonly deliveryId: string;
  readonly orgId: string;
  readonly eventId: string;
  readonly kind: ModelEventEntry['kind'] | 'test';
  readonly title: string;
  readonly what: string;
  /** ISO; null = not known. */
  readonly since: string | null;
  readonly howSure: string;
  /** null = nothing needs to be done. */
  readonly toDo: string | null;
  readonly reminder: number;
  /** True where it may have been sent before: the worker was stopped while it sent. */
  readonly mayBeRepeated: boolean;
}

/** The title of each kind of event; `force-app/labels.csv` has the translations. */
export const eventTitles: Readonly<Record<Notification['kind'], string>> = {
  performance_changed: 'Leads turn out differently than predicted',
  segment_changed: 'Some leads turn out differently than predicted',
  calibration_off: 'Probabilities are off',
  values_missing: 'A field arrives empty',
  values_unseen: 'A field has values that the model does not know',
  values_moved: 'The values of a field have moved',
  scores_moved: 'The scores have moved',
  delays_moved: 'The time to conversion has changed',
  group_differs: 'A group of leads turns out differently than predicted',
  retraining_rejected: 'A new model was not published',
  model_promoted: 'A challenger has become the active model',
  model_rolled_back: 'The former model is active again',
  model_recalibrated: 'The model was recalibrated',
  following_stopped: 'The org is not followed',
  api_budget_used: 'The API budget is used up',
  credential_expiring: 'A credential is about to expire',
  test: 'Test message',
};

/** The notification of an event, in English. */
export function notificationOf(
  orgId: string,
  event: ModelEventEntry,
  { id, reminder, interrupted }: Pick<Delivery, 'id' | 'reminder' | 'interrupted'>,
): Notification {
  return {
    deliveryId: id,
    orgId,
    eventId: event.id,
    kind: event.kind,
    title: reminder > 0 ? `Reminder: ${eventTitles[event.kind]}` : eventTitles[event.kind],
    what: event.message.english,
    since: event.since === null ? null : new Date(event.since).toISOString(),
    howSure: howSureOf(event),
    toDo: event.action?.english ?? null,
    reminder,
    mayBeRepeated: interrupted,
  };
}

function howSureOf({ weeksBetweenFalseAlarms: weeks }: ModelEventEntry): string {
  if (weeks === null) return 'Certain: this is not a statistical finding.';
  const limit = weeks >= 1_000 ? 'over 1,000 weeks' : `${Math.round(weeks)} weeks`;
  return `Without a change, evidence this strong appears at most once in ${limit} on average.`;
}

/** The message that a person asks for, to see whether a route works. */
export const testNotification = (orgId: string, deliveryId: string): Notification => ({
  ...{ deliveryId, orgId, eventId: 'test', kind: 'test', title: eventTitles.test },
  what: 'Leadlight can reach you by this route.',
  since: null,
  howSure: 'Certain: somebody asked for this message.',
  toDo: null,
  ...{ reminder: 0, mayBeRepeated: false },
});

/** As plain text, for people. */
export const notificationText = ({ title, what, since, howSure, toDo, orgId, mayBeRepeated }: Notification): string =>
  [
    title,
    '',
    what,
    ...(since === null ? [] : [`Since: ${since.slice(0, 16).replace('T', ' ')} UTC`]),
    `How sure: ${howSure}`,
    `What to do: ${toDo ?? 'nothing.'}`,
    `Org: ${orgId}`,
    ...(mayBeRepeated ? ['You may have received this before: Leadlight was stopped while it sent it.'] : []),
  ].join('\n');
