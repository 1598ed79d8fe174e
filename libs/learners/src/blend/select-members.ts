import { crossEntropy } from '../additive/additive-weights.ts';

export const MAX_MEMBERS = 4;
/** Weights are multiples of one in this many. */
const STEPS = 20;

/**
 * Weights that add up to 1 for members' log odds, chosen greedily: each step adds the member that lowers the log loss of the mean
 * most, of at most four different ones.
 * @param logOdds [members][rows] predictions that were made without the row's own label; NaN = unknown, the row is left out
 * @param weights [rows] > 0; absent = all 1
 * @param start how often each member is counted beforehand, which shrinks the weights towards equal ones
 * @source Caruana, Niculescu-Mizil, Crew, Ksikes 2004, "Ensemble selection from libraries of models"
 */
export function selectMembers(
  logOdds: readonly Float64Array[],
  labels: ArrayLike<number>,
  weights?: ArrayLike<number>,
  start = 0,
): readonly number[] {
  const known = Int32Array.from({ length: labels.length }, (_, row) => row).filter((row) =>
    logOdds.every((each) => !Number.isNaN(each[row])),
  );
  const counts = logOdds.map(() => start);
  const sums = Float64Array.from(known, (row) => start * logOdds.reduce((sum, each) => sum + each[row], 0));
  const lossWith = (member: number, size: number): number => {
    const own = logOdds[member];
    let loss = 0;
    for (let i = 0; i < known.length; i++) {
      const row = known[i];
      loss += (weights ? weights[row] : 1) * crossEntropy((sums[i] + own[row]) / size, labels[row]);
    }
    return loss;
  };
  let best: readonly number[] = counts;
  let bestLoss = Infinity;
  for (let step = 1; step <= STEPS; step++) {
    const size = start * logOdds.length + step;
    const isFull = counts.filter((count) => count > 0).length === MAX_MEMBERS;
    const candidates = [...counts.keys()].filter((member) => !isFull || counts[member] > 0);
    const losses = candidates.map((member) => lossWith(member, size));
    const loss = Math.min(...losses);
    const chosen = candidates[losses.indexOf(loss)];
    counts[chosen]++;
    known.forEach((row, i) => (sums[i] += logOdds[chosen][row]));
    if (loss < bestLoss) [best, bestLoss] = [counts.map((count) => count / size), loss];
  }
  return best;
}
