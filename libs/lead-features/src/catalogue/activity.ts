import { HOUR_MS } from '@leadlight/common';
import type { Unit } from '../feature.ts';
import { MISSING } from '../field-value.ts';
import { daysBetween } from '../instant.ts';
import type { ActivityAsOf, LeadSnapshot } from '../snapshot.ts';
import { numericFeature } from './catalogue-feature.ts';

type Filter = (activity: ActivityAsOf) => boolean;

const outgoing: Filter = (activity) => !activity.incoming;
const incoming: Filter = (activity) => activity.incoming;

function countDone({ activities, asOf }: LeadSnapshot, matches: Filter, withinDays = Infinity): number {
  let count = 0;
  for (const activity of activities) {
    if (activity.doneAt !== null && matches(activity) && daysBetween(activity.doneAt, asOf) < withinDays) count++;
  }
  return count;
}

function daysSinceLatest({ activities, asOf }: LeadSnapshot, matches: Filter): number {
  let latest = -Infinity;
  for (const activity of activities) {
    if (activity.doneAt !== null && matches(activity)) latest = Math.max(latest, activity.doneAt);
  }
  return latest === -Infinity ? MISSING : Math.floor(daysBetween(latest, asOf));
}

function hoursToFirstTouch({ activities, createdAt }: LeadSnapshot): number {
  let first = Infinity;
  for (const activity of activities) {
    if (activity.doneAt !== null && outgoing(activity)) first = Math.min(first, activity.doneAt);
  }
  return first === Infinity ? MISSING : Math.max(0, (first - createdAt) / HOUR_MS);
}

const activityFeature = (name: string, unit: Unit, label: string, valueOf: (snapshot: LeadSnapshot) => number) =>
  numericFeature({ name, unit, field: 'Activity', label, valueOf });

const activityCount = (name: string, label: string, matches: Filter, withinDays?: number) =>
  activityFeature(name, 'count', label, (snapshot) => countDone(snapshot, matches, withinDays));

/** An activity counts only once it is done, at the time it was done: a due date says nothing. */
export const activityFeatures = [
  activityCount('activities_7d', 'Activities in 7 days', () => true, 7),
  activityCount('activities_30d', 'Activities in 30 days', () => true, 30),
  activityCount('activities_90d', 'Activities in 90 days', () => true, 90),
  activityCount('calls', 'Calls', ({ kind }) => kind === 'call'),
  activityCount('meetings', 'Meetings', ({ kind }) => kind === 'event'),
  activityCount('emails_sent', 'E-mails sent', (a) => a.kind === 'email' && outgoing(a)),
  activityCount('tasks_done', 'Tasks done', ({ kind }) => kind === 'task'),
  activityCount('replies', 'Replies by the lead', incoming),
  activityCount('replies_30d', 'Replies by the lead in 30 days', incoming, 30),
  activityFeature('days_since_last_touch', 'days', 'Days since the latest touch', (snapshot) =>
    daysSinceLatest(snapshot, outgoing),
  ),
  activityFeature('days_since_last_reply', 'days', 'Days since the latest reply', (snapshot) =>
    daysSinceLatest(snapshot, incoming),
  ),
  activityFeature('hours_to_first_touch', 'hours', 'Hours to the first touch', hoursToFirstTouch),
  activityFeature(
    'planned_activities',
    'count',
    'Activities planned',
    ({ activities }) => activities.filter((activity) => activity.doneAt === null).length,
  ),
];
