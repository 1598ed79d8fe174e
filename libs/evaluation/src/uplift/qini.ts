import type { GroupKey } from '../groups.ts';
import { bootstrapWeights, percentileInterval, type Interval } from '../bootstrap/draws.ts';

/** Records of an experiment in which chance decided who was treated. */
export interface TreatedOutcomes {
  /** [rows] 1 = treated (score shown, e-mail sent), 0 = not. */
  readonly treated: ArrayLike<number>;
  /** [rows] 1 = converted, 0 = not. */
  readonly labels: ArrayLike<number>;
}

/**
 * Qini coefficient: the area between the Qini curve of a ranking and that of no ranking. The curve gives, for each share of the
 * records treated from the top of the ranking on, the conversions gained by treating them, per record. 0 = a random ranking.
 * @param order rows from the first to be treated to the last
 * @param weights [rows] how often each record counts; absent = once
 * @returns NaN if either arm is empty
 * @source Radcliffe 2007, "Using control groups to target on predicted lift"
 */
export function qiniCoefficient(
  order: ArrayLike<number>,
  { treated, labels }: TreatedOutcomes,
  weights?: ArrayLike<number>,
): number {
  let [records, treatedRecords, controlRecords, treatedConverted, controlConverted] = [0, 0, 0, 0, 0];
  let area = 0;
  let gain = 0;
  for (let position = 0; position < order.length; position++) {
    const row = order[position]!;
    const weight = weights ? weights[row]! : 1;
    if (weight === 0) continue;
    records += weight;
    if (treated[row]! > 0) {
      treatedRecords += weight;
      treatedConverted += weight * labels[row]!;
    } else {
      controlRecords += weight;
      controlConverted += weight * labels[row]!;
    }
    const previous = gain;
    // Conversions of the treated beyond those that as many untreated records would have had.
    gain =
      controlRecords === 0 || treatedRecords === 0
        ? 0
        : (treatedConverted / treatedRecords - controlConverted / controlRecords) * records;
    area += (weight * (previous + gain)) / 2;
  }
  if (treatedRecords === 0 || controlRecords === 0) return Number.NaN;
  // Both divided by the records: the share on the horizontal axis, the gain per record on the vertical one.
  return area / records ** 2 - gain / records / 2;
}

export interface UpliftComparison {
  readonly upliftQini: number;
  readonly probabilityQini: number;
  /** Uplift minus probability, with its interval from the same draws of records: 90 % over all comparisons. */
  readonly difference: number;
  readonly interval: Interval;
  /** Ranking by uplift is offered only where it is better beyond chance. */
  readonly isOffered: boolean;
}

export interface UpliftComparisonSettings {
  readonly seed: number;
  readonly replicates?: number;
  /** [rows] records of one group are drawn together, such as the leads of a rep in a fortnight; absent = each its own */
  readonly groups?: ArrayLike<GroupKey>;
  /** Rankings by uplift that are compared, of which none may be offered by chance (Bonferroni); 1 by default. */
  readonly comparisons?: number;
}

const REPLICATES = 500;

/**
 * Whether treating by predicted uplift gains more than treating those most likely to convert, on records that neither ranking
 * was learned from.
 * @param uplifts [rows] predicted gain in probability from the treatment
 * @param probabilities [rows] predicted probability
 */
export function compareUplift(
  uplifts: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  outcomes: TreatedOutcomes,
  { seed, replicates = REPLICATES, groups, comparisons = 1 }: UpliftComparisonSettings,
): UpliftComparison {
  const [byUplift, byProbability] = [orderOf(uplifts), orderOf(probabilities)];
  const upliftQini = qiniCoefficient(byUplift, outcomes);
  const probabilityQini = qiniCoefficient(byProbability, outcomes);
  const rows = Int32Array.from({ length: uplifts.length }, (_, row) => row);
  const differences: number[] = [];
  for (const weights of bootstrapWeights(groups ?? rows, replicates, seed))
    differences.push(qiniCoefficient(byUplift, outcomes, weights) - qiniCoefficient(byProbability, outcomes, weights));
  const interval = percentileInterval(differences, 0.05 / comparisons);
  return {
    upliftQini,
    probabilityQini,
    difference: upliftQini - probabilityQini,
    interval,
    isOffered: interval.low > 0,
  };
}

/** Rows by value, the highest first; equal values in the order of the rows. */
const orderOf = (values: ArrayLike<number>): Int32Array =>
  Int32Array.from({ length: values.length }, (_, row) => row).sort(
    (left, right) => values[right]! - values[left]! || left - right,
  );
