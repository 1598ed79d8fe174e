import type { Alerts } from '@leadlight/contract';
import type { DropReason } from '@leadlight/workflows';
import { drawTable } from '../terminal/table.ts';
import { formatMinute } from '../terminal/write-output.ts';

const RULES = {
  band: 'entered a band',
  jump: 'score rose',
  untouched: 'waits without a contact',
  digest: 'digest',
  test: 'test message',
} as const;

/** Why an alert was dropped, in words. */
const DROP_REASONS: Readonly<Record<DropReason, string>> = {
  closed: 'the lead is closed',
  contacted: 'somebody has contacted the lead',
  left_band: 'the lead has left the band',
  limit: 'the limit of the day is reached',
  nobody: 'the owner is not active',
  owner_is_queue: 'a queue owns the lead',
  route_off: 'the route or alerts are off',
  too_old: 'it is too old',
  empty: 'no lead is in band A',
};
const REASONS: ReadonlyMap<string, string> = new Map(Object.entries(DROP_REASONS));

/** Of a delivery, or why it was dropped. */
const stateText = (state: string): string => {
  if (state === 'pending') return 'waiting';
  if (state === 'failed') return 'given up';
  const reason = REASONS.get(state);
  return reason === undefined ? state : `not sent (${reason})`;
};

/** The settings, the latest deliveries and the times to first contact, for people. */
export const reportLines = (report: Alerts): readonly string[] => [
  ...settingLines(report),
  ...deliveryLines(report),
  ...touchLines(report),
];

function settingLines({ settings, onSince, setUp, lastWeek }: Alerts): readonly string[] {
  const { bands, jumpPoints, untouchedHours, routes, digest, quietHours, perPersonAndDay, perChannelAndDay } = settings;
  const counts = Object.entries(lastWeek).map(([state, count]) => `${count} ${stateText(state)}`);
  return [
    onSince === null ? 'Alerts are off.' : `Alerts have been on since ${formatMinute(Date.parse(onSince))} UTC.`,
    `  an open lead enters a band: ${bands.join(', ') || 'no alert'}`,
    `  its score rises within a day: ${jumpPoints === null ? 'no alert' : `by ${jumpPoints} points or more`}`,
    `  it waits in band A without a contact: ${untouchedHours === null ? 'no alert' : `${untouchedHours} hours`}`,
    `  routes: ${routes.join(', ') || 'none'} (set up: ${setUp.join(', ')})`,
    `  digest by e-mail: ${digest === null ? 'none' : `to ${digest.recipients}, at ${digest.hour}:00 in the org’s time zone`}`,
    `  quiet hours: ${quietText(quietHours)}`,
    `  at most, each day and by each route: ${perPersonAndDay} to a person, ${perChannelAndDay} to a channel`,
    `  names of leads outside Salesforce: ${settings.namesOutside ? 'yes' : 'no'}`,
    `The last 7 days: ${counts.join(', ') || 'nothing'}.`,
  ];
}

const quietText = (quietHours: Alerts['settings']['quietHours']): string => {
  if (quietHours === null) return 'none';
  const { startHour, endHour, weekends } = quietHours;
  return `${startHour}:00 to ${endHour}:00${weekends ? ' and at weekends' : ''}, in the org’s time zone`;
};

function deliveryLines({ deliveries }: Alerts): readonly string[] {
  if (deliveries.length === 0) return [];
  const rows = deliveries.map(({ createdAt, rule, leadId, route, state, recipients, failure }) => [
    ...[formatMinute(Date.parse(createdAt)), RULES[rule], leadId ?? '', route],
    ...[state === 'dropped' ? 'not sent' : stateText(state), String(recipients)],
    failure === null ? '' : (REASONS.get(failure) ?? failure),
  ]);
  return [drawTable(rows, ['raised (UTC)', 'why', 'lead', 'route', 'state', 'people', 'reason'])];
}

function touchLines({ firstTouch }: Alerts): readonly string[] {
  if (firstTouch === null) return [];
  const { comparedDays, before, since } = firstTouch;
  const rows = [
    ...before.map((times) => ['before', ...cells(times)]),
    ...since.map((times) => ['since', ...cells(times)]),
  ];
  return [
    `Time from a lead's creation to the first contact, by the band of its first score: the ${comparedDays} days before alerts were first turned on, and since.`,
    drawTable(rows, ['', 'band', 'leads', 'contacted', 'half within', 'within a day']),
    'Other things changed, too: only an experiment can tell what alerts did.',
  ];
}

const cells = ({
  band,
  leads,
  contacted,
  medianHours,
  withinDay,
}: NonNullable<Alerts['firstTouch']>['before'][number]): readonly string[] => [
  ...[band, String(leads), String(contacted)],
  medianHours === null ? 'not yet' : `${medianHours.toFixed(1)} h`,
  withinDay === null ? 'not known' : `${Math.round(withinDay * 100)} %`,
];
