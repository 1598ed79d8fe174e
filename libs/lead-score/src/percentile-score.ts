export const MIN_SCORE = 1;
export const MAX_SCORE = 99;

/**
 * A probability's mid-rank among the org's recent leads, 0..1: the share below it and half the share equal to it. One
 * half where there are no recent leads. Never decreasing in `probability`.
 * @param quantiles probabilities of recent leads at evenly spaced ranks, ascending
 */
export function percentileRank(probability: number, quantiles: readonly number[]): number {
  if (quantiles.length === 0) return 0.5;
  const below = countWhile(quantiles, (quantile) => quantile < probability);
  const upTo = countWhile(quantiles, (quantile) => quantile <= probability);
  return (below + upTo) / 2 / quantiles.length;
}

/** How many leading elements pass; all elements after the first that fails must fail. */
function countWhile(ascending: readonly number[], test: (value: number) => boolean): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(ascending[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The percentile rank in hundredths within 1..99, not rounded. */
export function unroundedScore(probability: number, quantiles: readonly number[]): number {
  return Math.min(MAX_SCORE, Math.max(MIN_SCORE, 100 * percentileRank(probability, quantiles)));
}

/** The score 1–99 of a probability. Never decreasing in `probability`. */
export const scoreOfProbability = (probability: number, quantiles: readonly number[]): number =>
  Math.round(unroundedScore(probability, quantiles));
