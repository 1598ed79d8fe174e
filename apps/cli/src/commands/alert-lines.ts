import type { Alerts } from '@leadlight/contract';
import { drawTable } from '../terminal/table.ts';
import { formatMinute } from '../terminal/write-output.ts';

/** The settings, the latest deliveries and the times to first contact, for people. */
export const reportLines = (report: Alerts): readonly string[] => [
  ...settingLines(report),
  ...deliveryLines(report),
  ...touchLines(report),
];

function settingLines({ settings, onSince, setUp, lastWeek }: Alerts): readonly string[] {
  const { bands, jumpPoints, untouchedHours, routes, digest, quietHours, perPersonAndDay, perChannelAndDay } = settings;
  const weekends = quietHours?.weekends === true ? ' and at weekends' : '';
  const counts = Object.entries(lastWeek).map(([state, count]) => `${count} ${state.replaceAll('_', ' ')}`);
  return [
    onSince === null ? 'Alerts are off.' : `Alerts have been on since ${formatMinute(Date.parse(onSince))} UTC.`,
    `  an open lead enters a band: ${bands.join(', ') || 'no alert'}`,
    `  its score rises within a day: ${jumpPoints === null ? 'no alert' : `by ${jumpPoints} points or more`}`,
    `  it waits in band A without a contact: ${untouchedHours === null ? 'no alert' : `${untouchedHours} hours`}`,
    `  routes: ${routes.join(', ') || 'none'} (set up: ${setUp.join(', ')})`,
    `  digest by e-mail: ${digest === null ? 'none' : `to ${digest.recipients}, from ${digest.hour}:00`}`,
    `  no alerts: ${quietHours === null ? 'at no time' : `${quietHours.startHour}:00 to ${quietHours.endHour}:00${weekends}`}, in the org's time zone`,
    `  at most ${perPersonAndDay} a person and ${perChannelAndDay} a channel a day, by each route`,
    `  names of leads outside Salesforce: ${settings.namesOutside ? 'yes' : 'no'}`,
    `The last 7 days: ${counts.join(', ') || 'nothing'}.`,
  ];
}

function deliveryLines({ deliveries }: Alerts): readonly string[] {
  if (deliveries.length === 0) return [];
  const rows = deliveries.map(({ createdAt, rule, leadId, route, state, recipients, failure }) => [
    ...[formatMinute(Date.parse(createdAt)), rule, leadId ?? '', route, state, String(recipients)],
    (failure ?? '').replaceAll('_', ' '),
  ]);
  return [drawTable(rows, ['since (UTC)', 'why', 'lead', 'route', 'state', 'people', 'failure'])];
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
