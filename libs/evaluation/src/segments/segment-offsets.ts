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
  /** Own against whole; the segment's own may earn its place where it is `better`. */
  readonly own: PairedDifference;
  readonly earnsItsPlace: boolean;
}

/** Fewer test rows of either outcome than this show nothing of a segment. */
const FEWEST_TO_JUDGE = 20;

/**
 * Segments of the test rows that have both outcomes; the others cannot be compared and are left out. A segment's own earns
 * its place where it is better on at least 20 rows of each outcome, by more than chance gives any of all that are compared.
 */
export function compareSegments(
  labels: ArrayLike<number>,
  whole: ArrayLike<number>,
  own: ArrayLike<number>,
  segments: ArrayLike<string | null>,
  settings: BootstrapSettings,
): readonly SegmentComparison[] {
  const rowsOf = Map.groupBy(Array.from(labels).keys(), (row) => segments[row]!);
  const outcomes = (rows: readonly number[]) => {
    const converted = rows.filter((row) => labels[row] === 1).length;
    return Math.min(converted, rows.length - converted);
  };
  const compared = [...rowsOf].filter(([segment, rows]) => segment !== null && outcomes(rows) > 0);
  const comparisons = Math.max(1, compared.filter(([, rows]) => outcomes(rows) >= FEWEST_TO_JUDGE).length);
  return compared
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([segment, rows]) => {
      const pick = (values: ArrayLike<number>) => rows.map((row) => values[row]!);
      const { groups } = settings;
      const paired = pairedLogLoss(pick(labels), pick(own), pick(whole), {
        ...settings,
        comparisons,
        groups: groups && rows.map((row) => groups[row]!),
      });
      const predictions = { labels: pick(labels), probabilities: pick(whole) };
      const metrics = metricsOf(predictions, settings.threshold, `segment ${segment}`);
      const earnsItsPlace = outcomes(rows) >= FEWEST_TO_JUDGE && paired.challenger === 'better';
      return { segment, metrics, own: paired, earnsItsPlace };
    });
}
