import type { ConversionGroup, ConversionGrouping, ConversionRates } from '@leadlight/contract';
import { conversionRates, MAX_PEOPLE, monotonicMs, RecentConversionCounts } from '@leadlight/workflows';
import { Option } from 'commander';
import { withOrg } from '../compose.ts';
import { drawTable } from '../terminal/table.ts';
import { formatCount, formatMinute, formatPercent, writeOutput } from '../terminal/write-output.ts';
import { createCommand, ORG_OPTION, type OrgOptions } from './options.ts';

const GROUPINGS: readonly ConversionGrouping[] = ['band', 'rep', 'team', 'source', 'month'];
/** With fewer leads, a share would be a matter of single leads. */
const MIN_LEADS_FOR_SHARE = 10;

export const conversionCommand = () =>
  createCommand(
    'conversion',
    'How leads turned out, by score band, rep, team, lead source or month, with the range of each share.',
    ['leadlight conversion', 'leadlight conversion --by team'],
  )
    .addOption(new Option('--by <group>', 'what to group the leads by').choices(GROUPINGS).default('band'))
    .option(...ORG_OPTION)
    .action(async (options: OrgOptions & { readonly by: ConversionGrouping }) => {
      const { rates, names } = await withOrg(options, async (ports, orgId) => {
        const recentConversionCounts = new RecentConversionCounts(ports, monotonicMs);
        return {
          rates: await conversionRates({ ...ports, recentConversionCounts }, orgId, options.by),
          names: await ports.crmUsers.names(orgId, MAX_PEOPLE),
        };
      });
      writeOutput(options, { ...rates, names: namesOf(rates, names) }, linesOf(rates, names));
    });

type Names = ReadonlyMap<string, string>;

const namesOf = ({ groups }: ConversionRates, names: Names): Readonly<Record<string, string>> =>
  Object.fromEntries(groups.flatMap(({ key }) => (key !== null && names.has(key) ? [[key, names.get(key)!]] : [])));

function linesOf(rates: ConversionRates, names: Names): readonly string[] {
  const { unavailable, groups, overall, groupedBy, horizonDays, heldOut = [], unscored = 0 } = rates;
  if (unavailable) return [WHY_UNAVAILABLE[unavailable]];
  const success = successWord(rates);
  if (groupedBy === 'band' && overall.settled === 0 && heldOut.length > 0) {
    return [
      `No first score is ${horizonDays} days old yet. Snapshots held out of the training instead:`,
      drawTable(
        heldOut.map((band) => [band.band, ...shareCells(band)]),
        ['band', 'snapshots', success, 'share', '90 % range'],
      ),
    ];
  }
  const rows = groups.map((group) => [nameOf(group, groupedBy, names), ...cellsOf(group)]);
  if (rows.length > 1) rows.push(['all leads', ...cellsOf(overall)]);
  return [
    rows.length > 0
      ? drawTable(rows, [
          groupedBy,
          'leads',
          success,
          'share',
          '90 % range',
          'expected',
          'actual',
          'of scored',
          'too new',
        ])
      : 'No lead is old enough to count yet.',
    groupedBy === 'band'
      ? `By the band of each lead’s first score; only leads whose first score is at least ${horizonDays} days old count.`
      : `Only leads created at least ${horizonDays} days ago count, so that new leads do not lower a share.`,
    ...(unscored > 0 ? [`${formatCount(unscored)} leads without such a score are left out.`] : []),
    ...(NOTES[groupedBy] ?? []),
    `Counted ${formatMinute(Date.parse(rates.countedAt))} UTC.`,
  ];
}

const WHY_UNAVAILABLE: Readonly<Record<NonNullable<ConversionRates['unavailable']>, string>> = {
  no_managers:
    'No user has a manager in Salesforce, so teams are not known. Fill in Manager on the users and run "leadlight sync", or group by rep.',
  owner_not_read: 'The field OwnerId is not read, so leads cannot be grouped by it. Let the integration user read it.',
  source_not_read:
    'The field LeadSource is not read, so leads cannot be grouped by it. Let the integration user read it.',
};

const NOTES: Partial<Record<ConversionGrouping, readonly string[]>> = {
  rep: ['By the present owner. Differences between people also come from the leads that they were given.'],
  team: [
    'By the manager of the present owner. Differences between teams also come from the leads that they were given.',
  ],
};

function successWord({ goal }: ConversionRates): string {
  switch (goal.kind) {
    case 'converted':
    case 'won':
      return goal.kind;
    case 'opportunity':
      return 'with opportunity';
    case 'status':
      return goal.status;
  }
}

function nameOf({ kind, key, groups }: ConversionGroup, groupedBy: ConversionGrouping, names: Names): string {
  switch (kind) {
    case 'user':
      return names.get(key ?? '') ?? `user ${key}`;
    case 'queue':
      return `queue ${key}`;
    case 'none':
      return groupedBy === 'team' ? 'manager not known' : 'not set';
    case 'others':
      return `${groups} smaller groups`;
    default:
      return key ?? '';
  }
}

type Figures = ConversionRates['overall'];

function cellsOf(figures: Figures): readonly string[] {
  const { scores, unsettled, unsettledReached } = figures;
  const early = unsettledReached > 0 ? ` (${formatCount(unsettledReached)} already)` : '';
  return [
    ...shareCells(figures),
    ...(scores
      ? [scores.expected.toFixed(1), formatCount(scores.reached), formatCount(scores.leads)]
      : ['–', '–', '–']),
    `${formatCount(unsettled)}${early}`,
  ];
}

function shareCells({
  settled,
  reached,
  interval,
}: Pick<Figures, 'settled' | 'reached' | 'interval'>): readonly string[] {
  const percent = (share: number) => formatPercent(share, 0);
  const share = settled < MIN_LEADS_FOR_SHARE ? 'too few' : percent(reached / settled);
  return [
    formatCount(settled),
    formatCount(reached),
    settled === 0 ? '–' : share,
    interval ? `${(100 * interval.low).toFixed(0)}–${percent(interval.high)}` : '–',
  ];
}
