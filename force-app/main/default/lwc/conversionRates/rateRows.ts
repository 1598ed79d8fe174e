import type { ConversionGroup, ConversionGrouping, ConversionRates } from '@leadlight/contract';
import { formatMeasure, formatMonth } from 'c/reportFormat';
import { fill, formatCount, formatShare } from 'c/scoreFormat';
import { labels } from './labels';

type Figures = Pick<ConversionGroup, 'settled' | 'reached' | 'interval'> &
  Partial<Pick<ConversionGroup, 'unsettled' | 'unsettledReached' | 'scores'>>;

/** Names of users and queues by id. */
export type Names = Readonly<Record<string, string>>;

export interface RateRow {
  readonly key: string;
  readonly name: string;
  readonly leads: string;
  readonly reached: string;
  readonly share: string;
  readonly range: string;
  readonly rangeStyle: string;
  readonly shareStyle: string;
  readonly hasBar: boolean;
  readonly hasMark: boolean;
  readonly expected: string;
  readonly actual: string;
  readonly unsettled: string;
  readonly unsettledReached: string;
}

/** With fewer leads, a share depends on single leads; only the range is shown. */
const MIN_LEADS_FOR_SHARE = 10;

const keyOf = ({ kind, key }: ConversionGroup): string => `${kind} ${key ?? ''}`;

/** The end of the longest bar, so that small rates can be compared. */
const maxOf = (groups: readonly Figures[]): number =>
  Math.max(0.01, ...groups.map(({ interval }) => interval?.high ?? 0));

/** The groups with their names, and all leads together at the end. */
export function rateRows(rates: ConversionRates, names: Names): readonly RateRow[] {
  const { groups, groupedBy, overall } = rates;
  const max = maxOf(groups);
  const rows = groups.map((group) => rowOf(keyOf(group), groupName(group, groupedBy, names), group, max));
  return rows.length > 1 ? [...rows, rowOf('all', labels.all, overall, max)] : rows;
}

/** The bands among the snapshots held out of the training. */
export function heldOutRows({ heldOut = [] }: ConversionRates): readonly RateRow[] {
  const max = maxOf(heldOut);
  return heldOut.map((band) => rowOf(band.band, band.band, band, max));
}

function groupName({ kind, key, groups = 0 }: ConversionGroup, groupedBy: ConversionGrouping, names: Names): string {
  const name = names[key ?? ''];
  switch (kind) {
    case 'user':
      return name ?? labels.hiddenPerson;
    case 'queue':
      return name === undefined ? labels.hiddenQueue : fill(labels.queue, name);
    case 'month':
      return formatMonth(Date.parse(`${key ?? ''}-01T00:00:00Z`));
    case 'none':
      return groupedBy === 'team' ? labels.noManager : labels.none;
    case 'others':
      return fill(labels.others, formatCount(groups));
    default:
      return key ?? '';
  }
}

function rowOf(key: string, name: string, figures: Figures, max: number): RateRow {
  const { settled, reached, interval, unsettled = 0, unsettledReached = 0, scores } = figures;
  const percent = (share: number) => `${((100 * share) / max).toFixed(1)}%`;
  return {
    ...{ key, name, leads: formatCount(settled), reached: formatCount(reached) },
    share: shareText(settled, reached),
    range: interval ? fill(labels.range, formatShare(interval.low), formatShare(interval.high)) : '',
    hasBar: interval !== null,
    hasMark: settled >= MIN_LEADS_FOR_SHARE,
    rangeStyle: interval
      ? `inset-inline-start:${percent(Math.min(interval.low, max))};width:${percent(Math.min(interval.high, max) - interval.low)}`
      : '',
    shareStyle: settled > 0 ? `inset-inline-start:${percent(Math.min(reached / settled, max))}` : '',
    expected: scores ? formatMeasure(scores.expected, scores.expected < 10 ? 1 : 0) : '–',
    actual: scores ? fill(labels.actual, formatCount(scores.reached), formatCount(scores.leads)) : '',
    unsettled: formatCount(unsettled),
    unsettledReached: unsettledReached > 0 ? fill(labels.unsettledReached, formatCount(unsettledReached)) : '',
  };
}

function shareText(settled: number, reached: number): string {
  if (settled === 0) return '–';
  return settled < MIN_LEADS_FOR_SHARE ? labels.tooFew : formatShare(reached / settled);
}
