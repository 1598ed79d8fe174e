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
  const counts = Object.entries(lastWeek).map(([state, count]) => `${count} ${state.replaceAll('_', ' ')}`);
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
    ...[formatMinute(Date.parse(createdAt)), rule, leadId ?? '', route, state, String(recipients)],
    (failure ?? '').replaceAll('_', ' '),
  ]);
  return [drawTable(rows, ['raised (UTC)', 'rule', 'lead', 'route', 'state', 'people', 'reason'])];
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
