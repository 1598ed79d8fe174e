import { lossOf } from '../calibration.ts';
import type { GroupKey } from '../groups.ts';

/** A contender with predictions of the training rows. */
export interface CrossValidatedContender {
  readonly id: string;
  /** 0 = simplest. */
  readonly complexity: number;
  /** [training rows] Made without the row's own label; NaN = unknown. */
  readonly probabilities: ArrayLike<number>;
}

/** How a contender compares with the one with the lowest log loss, on the rows whose predictions by all contenders are known. */
export interface CrossValidatedComparison {
  readonly id: string;
  readonly logLoss: number;
  /** Its log loss less the lowest one. */
  readonly difference: number;
  /** Of the difference, by lead. */
  readonly standardError: number;
}

export interface ChosenContender {
  readonly chosen: string;
  /** The lowest log loss first. */
  readonly comparisons: readonly CrossValidatedComparison[];
}

/** A simpler contender is not chosen over one that is better by more than this in log loss. */
const MAX_TIED_LOG_LOSS = 0.002;

/**
 * Chooses the contender with the lowest cross-validated log loss, or the simplest of those that a paired test cannot distinguish
 * from it: their difference is at most one standard error and at most 0.002.
 * @param groups [training rows] rows of one lead share a key; absent = every row is a lead of its own
 * @returns undefined if no row has predictions of all contenders
 */
export function chooseContender(
  labels: ArrayLike<number>,
  contenders: readonly CrossValidatedContender[],
  groups?: ArrayLike<GroupKey>,
): ChosenContender | undefined {
  const known = Int32Array.from({ length: labels.length }, (_, row) => row).filter((row) =>
    contenders.every(({ probabilities }) => !Number.isNaN(probabilities[row]!)),
  );
  if (known.length === 0 || contenders.length === 0) return undefined;
  const losses = contenders.map(({ probabilities }) =>
    Float64Array.from(known, (row) => lossOf(labels[row]!, probabilities[row]!)),
  );
  const means = losses.map((each) => each.reduce((sum, loss) => sum + loss, 0) / known.length);
  const best = losses[means.indexOf(Math.min(...means))]!;
  const leads = groups && Array.from(known, (row) => groups[row] ?? `row ${row}`);
  const compared = contenders.map(({ id, complexity }, at) => {
    const differences = losses[at]!.map((loss, i) => loss - best[i]!);
    return { id, complexity, logLoss: means[at]!, ...pairedMean(differences, leads) };
  });
  const tied = compared.filter(
    ({ difference, standardError }) => difference <= Math.min(standardError, MAX_TIED_LOG_LOSS),
  );
  const { id: chosen } = tied.reduce((one, other) => (other.complexity < one.complexity ? other : one));
  const comparisons = compared
    .toSorted((a, b) => a.logLoss - b.logLoss)
    .map(({ complexity: _, ...comparison }) => comparison);
  return { chosen, comparisons };
}

/** The mean of paired differences, and its standard error if rows of one lead vary together. */
function pairedMean(differences: Float64Array, leads: readonly GroupKey[] | undefined) {
  const rows = differences.length;
  const difference = differences.reduce((sum, each) => sum + each, 0) / rows;
  const sums = new Map<GroupKey, number>();
  differences.forEach((each, i) => {
    const lead = leads ? leads[i]! : i;
    sums.set(lead, (sums.get(lead) ?? 0) + each - difference);
  });
  const squares = [...sums.values()].reduce((sum, each) => sum + each * each, 0);
  return { difference, standardError: Math.sqrt(squares) / rows };
}
