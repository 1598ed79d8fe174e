import { HOUR_MS } from '@leadlight/common';
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

const activityCount = (name: string, labelKey: string, label: string, matches: Filter, withinDays?: number) =>
  numericFeature({
    name,
    unit: 'count',
    field: 'Activity',
    labelKey,
    label,
    valueOf: (snapshot) => countDone(snapshot, matches, withinDays),
  });

/** An activity counts only once it is done, at the time it was done: a due date says nothing. */
export const activityFeatures = [
  activityCount('activities_7d', 'Feature_Activities7Days', 'Activities in 7 days', () => true, 7),
  activityCount('activities_30d', 'Feature_Activities30Days', 'Activities in 30 days', () => true, 30),
  activityCount('activities_90d', 'Feature_Activities90Days', 'Activities in 90 days', () => true, 90),
  activityCount('calls', 'Feature_Calls', 'Calls', ({ kind }) => kind === 'call'),
  activityCount('meetings', 'Feature_Meetings', 'Meetings', ({ kind }) => kind === 'event'),
  activityCount('emails_sent', 'Feature_EmailsSent', 'E-mails sent', (a) => a.kind === 'email' && outgoing(a)),
  activityCount('tasks_done', 'Feature_TasksDone', 'Tasks done', ({ kind }) => kind === 'task'),
  activityCount('replies', 'Feature_Replies', 'Replies by the lead', incoming),
  activityCount('replies_30d', 'Feature_Replies30Days', 'Replies by the lead in 30 days', incoming, 30),
  numericFeature({
    name: 'days_since_last_touch',
    unit: 'days',
    field: 'Activity',
    labelKey: 'Feature_DaysSinceLastTouch',
    label: 'Days since the latest touch',
    valueOf: (snapshot) => daysSinceLatest(snapshot, outgoing),
  }),
  numericFeature({
    name: 'days_since_last_reply',
    unit: 'days',
    field: 'Activity',
    labelKey: 'Feature_DaysSinceLastReply',
    label: 'Days since the latest reply',
    valueOf: (snapshot) => daysSinceLatest(snapshot, incoming),
  }),
  numericFeature({
    name: 'hours_to_first_touch',
    unit: 'hours',
    field: 'Activity',
    labelKey: 'Feature_HoursToFirstTouch',
    label: 'Hours to the first touch',
    valueOf: hoursToFirstTouch,
  }),
  numericFeature({
    name: 'planned_activities',
    unit: 'count',
    field: 'Activity',
    labelKey: 'Feature_PlannedActivities',
    label: 'Activities planned',
    valueOf: ({ activities }) => activities.filter((activity) => activity.doneAt === null).length,
  }),
];
