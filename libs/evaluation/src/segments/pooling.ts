import { pairedLogLoss, type BootstrapSettings, type PairedDifference } from '../bootstrap/intervals.ts';
import { metricsOf, type Metrics } from '../metrics.ts';

/** How far a segment's log-odds of converting lie from what the whole model says. */
export interface SegmentOffset {
  readonly segment: string;
  readonly rows: number;
  /** Added to the model's log-odds; near 0 for a small segment, which borrows from the whole. */
  readonly offset: number;
}

/** Standard deviation that offsets of segments are taken to have: a factor of about 1.6 in the odds. */
const SPREAD = 0.5;
const STEPS = 25;

const logit = (probability: number): number => {
  const bounded = Math.min(1 - 1e-9, Math.max(1e-9, probability));
  return Math.log(bounded / (1 - bounded));
};
const logistic = (raw: number): number => 1 / (1 + Math.exp(-raw));

/**
 * Offsets by partial pooling: each is the most probable one under a normal prior around 0, so that it is believed in
 * proportion to how much the segment's rows tell.
 * @param segments [rows]; null = no segment
 * @source Gelman and Hill 2007, chapter 12, on partial pooling
 */
export function segmentOffsets(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  segments: ArrayLike<string | null>,
  spread = SPREAD,
): readonly SegmentOffset[] {
  const rowsOf = new Map<string, number[]>();
  Array.from(segments, (segment, row) => {
    if (segment === null) return;
    const rows = rowsOf.get(segment);
    if (rows) rows.push(row);
    else rowsOf.set(segment, [row]);
  });
  return [...rowsOf]
    .map(([segment, rows]) => ({ segment, rows: rows.length, offset: fitOffset(rows, labels, probabilities, spread) }))
    .sort((a, b) => b.rows - a.rows || (a.segment < b.segment ? -1 : 1));
}

/** Newton's method on the log posterior, which is concave. */
function fitOffset(
  rows: readonly number[],
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  spread: number,
): number {
  let offset = 0;
  for (let step = 0; step < STEPS; step++) {
    let slope = -offset / spread ** 2;
    let curvature = 1 / spread ** 2;
    for (const row of rows) {
      const told = logistic(logit(probabilities[row]!) + offset);
      slope += labels[row]! - told;
      curvature += told * (1 - told);
    }
    const move = slope / curvature;
    offset += move;
    if (Math.abs(move) < 1e-10) break;
  }
  return offset;
}

/** Probabilities with each row's segment offset added in log-odds; a segment without an offset keeps the model's word. */
export function withOffsets(
  probabilities: ArrayLike<number>,
  segments: ArrayLike<string | null>,
  offsets: readonly SegmentOffset[],
): Float64Array {
  const offsetOf = new Map(offsets.map(({ segment, offset }) => [segment, offset]));
  return Float64Array.from(probabilities, (probability, row) => {
    const segment = segments[row] ?? null;
    const offset = segment === null ? undefined : offsetOf.get(segment);
    return offset === undefined ? probability : logistic(logit(probability) + offset);
  });
}

/** How one segment fares under the whole model and under a model or offset of its own. */
export interface SegmentComparison {
  readonly segment: string;
  readonly metrics: Metrics;
  /** Own against whole; the segment's own earns its place where it is `better`. */
  readonly own: PairedDifference;
  readonly earnsItsPlace: boolean;
}

/** Segments of the test rows that have both outcomes; the others cannot be compared and are left out. */
export function compareSegments(
  labels: ArrayLike<number>,
  whole: ArrayLike<number>,
  own: ArrayLike<number>,
  segments: ArrayLike<string | null>,
  settings: BootstrapSettings,
): readonly SegmentComparison[] {
  const names = [...new Set(Array.from(segments))].filter((name) => name !== null).sort();
  return names.flatMap((segment) => {
    const rows = Array.from(segments, (_, row) => row).filter((row) => segments[row] === segment);
    const pick = (values: ArrayLike<number>) => rows.map((row) => values[row]!);
    const picked = pick(labels);
    if (new Set(picked).size < 2) return [];
    const { groups } = settings;
    const paired = pairedLogLoss(picked, pick(own), pick(whole), {
      ...settings,
      groups: groups && rows.map((row) => groups[row]!),
    });
    const metrics = metricsOf({ labels: picked, probabilities: pick(whole) }, settings.threshold, `segment ${segment}`);
    return [{ segment, metrics, own: paired, earnsItsPlace: paired.challenger === 'better' }];
  });
}
