import { MISSING_BIN, UNSEEN_BIN, type ColumnBins } from './binned-column.ts';
import type { ChangeEvidence } from './sum-over-starts.ts';
import { distributionEvidence, stabilityIndex, type CountedWeek } from './distribution-evidence.ts';
import type { MonitoredLeads, MonitorTime, WatchedMeasure } from './watched-measure.ts';
import { DAYS_PER_WEEK, MAX_WEEKS } from './week-counts.ts';

/** Missing and unseen values and the distribution of each feature, and the distribution of the predictions. */
export function distributionMeasures(
  columns: readonly ColumnBins[],
  scores: ColumnBins,
  leads: MonitoredLeads,
  time: MonitorTime,
): readonly WatchedMeasure[] {
  const { today, learnedDay, trainedDay } = time;
  const oldest = today - MAX_WEEKS * DAYS_PER_WEEK;
  const since = (day: number) => ({ first: Math.max(day, oldest), last: today });
  const ofScores = countBins(scores.binsOf(leads.probabilities), scores, leads.days, since(trainedDay)).weeks;
  return [
    ...columns.flatMap((column, i) =>
      columnMeasures(column, countBins(leads.bins[i]!, column, leads.days, since(learnedDay)), today),
    ),
    distributionMeasure('scores_moved', scores, ofScores, today),
  ];
}

interface BinCounts {
  /** [bins] without missing and unseen values. */
  readonly weeks: readonly CountedWeek[];
  /** [missing, filled] */
  readonly missing: readonly CountedWeek[];
  /** [unseen, known] of the filled ones. */
  readonly unseen: readonly CountedWeek[];
}

function countBins(
  bins: Int16Array,
  { reference }: ColumnBins,
  days: ArrayLike<number>,
  { first, last }: { readonly first: number; readonly last: number },
): BinCounts {
  const counted = new Map<number, { counts: Float64Array; missing: number; unseen: number; known: number }>();
  for (let row = 0; row < bins.length; row++) {
    if (days[row]! < first || days[row]! > last) continue;
    const week = Math.floor(days[row]! / DAYS_PER_WEEK);
    let counts = counted.get(week);
    if (!counts) {
      counted.set(week, (counts = { counts: new Float64Array(reference.length), missing: 0, unseen: 0, known: 0 }));
    }
    if (bins[row] === MISSING_BIN) counts.missing++;
    else if (bins[row] === UNSEEN_BIN) counts.unseen++;
    else {
      counts.counts[bins[row]!]!++;
      counts.known++;
    }
  }
  const weeks = [...counted].sort(([a], [b]) => a - b);
  return {
    weeks: weeks.map(([week, { counts }]) => ({ week, counts })),
    missing: weeks.map(([week, { missing, unseen, known }]) => ({ week, counts: [missing, unseen + known] })),
    unseen: weeks.map(([week, { unseen, known }]) => ({ week, counts: [unseen, known] })),
  };
}

function columnMeasures(
  column: ColumnBins,
  { weeks, missing, unseen }: BinCounts,
  today: number,
): readonly WatchedMeasure[] {
  const { field, rows, missing: missed, singletons, categories, reference } = column;
  const filled = rows - missed;
  return [
    shareMeasure('values_missing', field, [missed, filled], missing, today),
    ...(categories.length > 0
      ? [shareMeasure('values_unseen', field, [singletons, filled - singletons], unseen, today)]
      : []),
    ...(reference.length > 1 ? [distributionMeasure('values_moved', column, weeks, today)] : []),
  ];
}

function shareMeasure(
  kind: 'values_missing' | 'values_unseen',
  field: string,
  reference: readonly [number, number],
  weeks: readonly CountedWeek[],
  today: number,
): WatchedMeasure {
  const evidence = distributionEvidence(reference, weeks, today);
  return { kind, subject: field, evidence, before: shareOf(reference), now: shareOf(countsSince(weeks, evidence)) };
}

function distributionMeasure(
  kind: 'values_moved' | 'scores_moved',
  { field, reference }: ColumnBins,
  weeks: readonly CountedWeek[],
  today: number,
): WatchedMeasure {
  const evidence = distributionEvidence(reference, weeks, today);
  const now = stabilityIndex(reference, countsSince(weeks, evidence, reference.length));
  return { kind, subject: field, evidence, before: null, now };
}

/** Counts of the weeks since the most likely start. */
function countsSince(weeks: readonly CountedWeek[], { since }: ChangeEvidence, bins = 2): Float64Array {
  const sum = new Float64Array(bins);
  for (const { week, counts } of weeks) {
    if (week * DAYS_PER_WEEK >= since) for (let bin = 0; bin < bins; bin++) sum[bin]! += counts[bin]!;
  }
  return sum;
}

const shareOf = ([counted, other]: ArrayLike<number> & Iterable<number>): number =>
  counted! + other! === 0 ? 0 : counted! / (counted! + other!);
