import type { ColumnBins } from './binned-column.ts';
import type { NamedGroups } from './named-groups.ts';
import { relativeEvidence, RelativeCounter, type Hazards } from './relative-evidence.ts';
import type { MonitoredLeads, WatchedMeasure } from './watched-measure.ts';

/** Rarer values have too few leads to show anything in weeks. */
const MIN_SHARE = 0.04;
const MAX_SEGMENTS_PER_FEATURE = 8;

/** Leads that have something in common, by the index of what they have in common; below 0 = nothing of that. */
interface Segments {
  readonly kind: 'segment_changed' | 'group_differs';
  readonly field: string;
  readonly names: readonly string[];
  readonly indexOfRow: Int16Array;
}

interface SegmentedColumns {
  readonly columns: readonly ColumnBins[];
  readonly groups: readonly NamedGroups[];
}

/**
 * For each frequent value of each categorical feature, and for each group that an administrator has named, the evidence that its leads
 * turn out differently than predicted, in relation to the others.
 */
export function segmentMeasures(
  { columns, groups }: SegmentedColumns,
  leads: MonitoredLeads,
  hazards: Hazards,
  today: number,
): readonly WatchedMeasure[] {
  const named = new Set(groups.map(({ field }) => field));
  const segments = [
    ...columns.flatMap((column, i) => (named.has(column.field) ? [] : [segmentsOf(column, leads.bins[i]!)])),
    ...groups.map(({ field, groups: names }, i): Segments => ({
      kind: 'group_differs',
      field,
      names,
      indexOfRow: leads.groups![i]!,
    })),
  ].filter(({ names }) => names.length > 1);
  const counter = new RelativeCounter(hazards, leads, today);
  const all = counter.count(counter.rows);
  return segments.flatMap(({ kind, field, names, indexOfRow }) => {
    const rowsOf = names.map((): number[] => []);
    for (const row of counter.rows) rowsOf[indexOfRow[row]!]?.push(row);
    return names.map((name, i): WatchedMeasure => {
      const { ratio, ...evidence } = relativeEvidence(counter.count(rowsOf[i]!), all, today);
      const before = meanPredicted(leads, rowsOf[i]!, evidence.since);
      const now = before === null || ratio === null ? null : Math.min(1, before * ratio);
      return { kind, subject: `${field}=${name}`, evidence, before: now === null ? null : before, now };
    });
  });
}

function segmentsOf({ field, categories, reference, rows }: ColumnBins, indexOfRow: Int16Array): Segments {
  const names = categories.slice(0, MAX_SEGMENTS_PER_FEATURE).filter((_, bin) => reference[bin]! >= MIN_SHARE * rows);
  return { kind: 'segment_changed', field, names, indexOfRow };
}

function meanPredicted({ probabilities, days }: MonitoredLeads, rows: readonly number[], since: number): number | null {
  let [count, predicted] = [0, 0];
  for (const row of rows) {
    if (days[row]! < since) continue;
    count++;
    predicted += probabilities[row]!;
  }
  return count === 0 ? null : predicted / count;
}
