import { pairedLogLoss, type BootstrapSettings, type PairedDifference } from '../bootstrap/intervals.ts';
import { logit, sigmoid } from '../log-odds.ts';
import { metricsOf, type Metrics } from '../metrics.ts';

/** The distance between a segment's log-odds of converting and those of the whole model. */
export interface SegmentOffset {
  readonly segment: string;
  readonly rows: number;
  /** Added to the model's log-odds; near 0 for a small segment, which borrows from the whole. */
  readonly offset: number;
}

/** Standard deviation of the prior of the offsets: a factor of about 1.6 in the odds. */
const PRIOR_SD = 0.5;
const MAX_STEPS = 25;

const boundedLogit = (probability: number): number => logit(Math.min(1 - 1e-9, Math.max(1e-9, probability)));

/**
 * Offsets by partial pooling: each is the most probable one under a normal prior around 0, so that a segment with few
 * rows stays close to the whole model.
 * @param segments [rows]; null = no segment
 * @source Gelman and Hill 2007, chapter 12, on partial pooling
 */
export function segmentOffsets(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  segments: ArrayLike<string | null>,
  priorSd = PRIOR_SD,
): readonly SegmentOffset[] {
  const rowsOf = new Map<string, number[]>();
  Array.from(segments, (segment, row) => {
    if (segment === null) return;
    const rows = rowsOf.get(segment);
    if (rows) rows.push(row);
    else rowsOf.set(segment, [row]);
  });
  return [...rowsOf]
    .map(([segment, rows]) => ({ segment, rows: rows.length, offset: fitOffset(rows, labels, probabilities, priorSd) }))
    .sort((a, b) => b.rows - a.rows || (a.segment < b.segment ? -1 : 1));
}

/** Newton's method on the log posterior, which is concave. */
function fitOffset(
  rows: readonly number[],
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  priorSd: number,
): number {
  let offset = 0;
  for (let step = 0; step < MAX_STEPS; step++) {
    let slope = -offset / priorSd ** 2;
    let curvature = 1 / priorSd ** 2;
    for (const row of rows) {
      const predicted = sigmoid(boundedLogit(probabilities[row]!) + offset);
      slope += labels[row]! - predicted;
      curvature += predicted * (1 - predicted);
    }
    const move = slope / curvature;
    offset += move;
    if (Math.abs(move) < 1e-10) break;
  }
  return offset;
}

/** Probabilities with each row's segment offset added in log-odds; a segment without an offset is unchanged. */
export function withOffsets(
  probabilities: ArrayLike<number>,
  segments: ArrayLike<string | null>,
  offsets: readonly SegmentOffset[],
): Float64Array {
  const offsetOf = new Map(offsets.map(({ segment, offset }) => [segment, offset]));
  return Float64Array.from(probabilities, (probability, row) => {
    const segment = segments[row] ?? null;
    const offset = segment === null ? undefined : offsetOf.get(segment);
    return offset === undefined ? probability : sigmoid(boundedLogit(probability) + offset);
  });
}

/** One segment under the whole model and under a model or offset of its own. */
export interface SegmentComparison {
  readonly segment: string;
  readonly metrics: Metrics;
  /** The segment's own against the whole model. */
  readonly own: PairedDifference;
  readonly isWorthwhile: boolean;
}

/** Fewest test rows of each outcome to judge a segment by. */
const MIN_ROWS_PER_OUTCOME = 20;

/**
 * Compares the segments whose test rows have both outcomes. A segment's own model or offset is worthwhile if it is better
 * on at least 20 rows of each outcome, by more than chance would produce in any of the segments compared.
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
  const comparisons = Math.max(1, compared.filter(([, rows]) => outcomes(rows) >= MIN_ROWS_PER_OUTCOME).length);
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
      const isWorthwhile = outcomes(rows) >= MIN_ROWS_PER_OUTCOME && paired.challenger === 'better';
      return { segment, metrics, own: paired, isWorthwhile };
    });
}
