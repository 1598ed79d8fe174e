import { wholeDays, type ShiftedDelays } from '../performance-estimation/delay-distribution.ts';
import { binOf } from '../performance-estimation/logit-bins.ts';
import type { ColumnBins } from './binned-column.ts';
import type { ChangeDetector } from './change-evidence.ts';
import type { MonitoredLeads, WatchedMeasure } from './watched-measure.ts';
import { DAYS_PER_WEEK, MAX_WEEKS } from './week-counts.ts';

/** Rarer values have too few leads to show anything in weeks. */
const MIN_SHARE = 0.04;
const MAX_SEGMENTS_PER_FEATURE = 8;

interface SegmentSettings {
  /** [BINS] how long conversions take. */
  readonly delays: readonly ShiftedDelays[];
  readonly detector: ChangeDetector;
  readonly today: number;
}

/** For each frequent value of each categorical feature, the evidence that its leads turn out differently than predicted. */
export function segmentMeasures(
  columns: readonly ColumnBins[],
  leads: MonitoredLeads,
  { delays, detector, today }: SegmentSettings,
): readonly WatchedMeasure[] {
  const oldest = today - (MAX_WEEKS + 1) * DAYS_PER_WEEK;
  return columns.flatMap(({ field, categories, reference, rows: trained }, column) => {
    const values = categories
      .slice(0, MAX_SEGMENTS_PER_FEATURE)
      .filter((_, bin) => reference[bin]! >= MIN_SHARE * trained);
    if (values.length < 2) return [];
    const rowsOf = values.map((): number[] => []);
    leads.bins[column]!.forEach((bin, row) => {
      if (bin >= 0 && leads.days[row]! > oldest && leads.days[row]! <= today) rowsOf[bin]?.push(row);
    });
    return values.map((value, bin): WatchedMeasure => {
      const rows = rowsOf[bin]!;
      const evidence = detector.evidence(leads, { today, rows });
      const rates = ratesSince(leads, rows, delays, { today, since: evidence.since });
      return { kind: 'segment_changed', subject: `${field}=${value}`, evidence, ...rates };
    });
  });
}

/** The predicted rate, and that times the conversions so far in relation to those expected so far. */
function ratesSince(
  { probabilities, days, waitDays }: MonitoredLeads,
  rows: readonly number[],
  delays: readonly ShiftedDelays[],
  { today, since }: { readonly today: number; readonly since: number },
): Pick<WatchedMeasure, 'before' | 'now'> {
  const horizonDays = delays[0]!.cumulative.length - 1;
  let [count, predicted, expected, reached] = [0, 0, 0, 0];
  for (const row of rows) {
    if (days[row]! < since) continue;
    const age = Math.min(horizonDays, Math.floor(today - days[row]!));
    count++;
    predicted += probabilities[row]!;
    expected += probabilities[row]! * delays[binOf(probabilities[row]!)]!.cumulative[age]!;
    if (wholeDays(waitDays[row]!) <= age) reached++;
  }
  if (count === 0 || expected === 0) return { before: null, now: null };
  return { before: predicted / count, now: Math.min(1, ((predicted / count) * reached) / expected) };
}
