import { lossOf } from '../calibration.ts';
import type { GroupKey } from '../groups.ts';

/** A contender with predictions of the rows to compare on. */
export interface ComparedContender {
  readonly id: string;
  /** 0 = simplest. */
  readonly complexity: number;
  /** [rows] Made without the row's own label; NaN = unknown. */
  readonly probabilities: ArrayLike<number>;
}

/** How a contender compares with the one with the lowest log loss, on the rows whose predictions by all contenders are known. */
export interface ContenderComparison {
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
  readonly comparisons: readonly ContenderComparison[];
}

/** A simpler contender is not chosen over one that is better by more than this in log loss. */
const MAX_TIED_LOG_LOSS = 0.002;

/** The preferred contender is chosen unless another one is better by more standard errors than this. */
const MIN_STANDARD_ERRORS = 2;

export interface ChoiceSettings {
  /** [rows] Rows of one lead share a key; absent = every row is a lead of its own. */
  readonly groups?: ArrayLike<GroupKey>;
  /** The id of a contender that is chosen unless another one is better by more than two standard errors. */
  readonly preferred?: string;
}

/**
 * Chooses the contender with the lowest log loss, or the simplest of those that a paired test cannot distinguish from it: their
 * difference is at most one standard error and at most 0.002.
 * @returns undefined if no row has predictions of all contenders
 */
export function chooseContender(
  labels: ArrayLike<number>,
  contenders: readonly ComparedContender[],
  { groups, preferred }: ChoiceSettings = {},
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
  const simplest = tied.reduce((one, other) => (other.complexity < one.complexity ? other : one));
  const kept = compared.find(
    ({ id, difference, standardError }) => id === preferred && difference <= MIN_STANDARD_ERRORS * standardError,
  );
  const { id: chosen } = kept ?? simplest;
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
