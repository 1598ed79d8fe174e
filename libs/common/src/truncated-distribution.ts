/** The share of all times that are at most `time`. */
export interface TruncatedStep {
  readonly time: number;
  readonly share: number;
}

/**
 * The distribution of times of which a long one is seen only if it fits into its limit: a lead that is 20 days old shows no
 * conversion after 30. Given right truncation, the product-limit estimator in reversed time is the maximum likelihood one:
 * F(t) = Π over u > t of (1 − d(u) / n(u)), where d(u) times equal u, and n(u) are at most u among those with a limit of at
 * least u. It is relative to the longest time that could be seen, where it is 1.
 *
 * @param times [n] e.g. days from creation to conversion, in whole units
 * @param limits [n] the longest time that each could have shown, in the same units
 * @param minAtRisk times with n(u) below it say too little and are left out
 * @returns steps in ascending order of time; empty for no times
 * @source Lynden-Bell 1971; Lagakos, Barraj, De Gruttola 1988, "Nonparametric analysis of truncated survival data"
 */
export function truncatedDistribution(
  times: ArrayLike<number>,
  limits: ArrayLike<number>,
  minAtRisk = 1,
): readonly TruncatedStep[] {
  const ascending = Float64Array.from(times).sort();
  // Of those with a time of at most u, a limit below u puts a few out of sight.
  const limitsAscending = Float64Array.from(limits).sort();
  const steps: TruncatedStep[] = [];
  let share = 1;
  for (let end = ascending.length; end > 0;) {
    const time = ascending[end - 1]!;
    let start = end - 1;
    while (start > 0 && ascending[start - 1] === time) start--;
    // Every limit is at least its time, so those with a limit below `time` have a time below it too.
    const atRisk = end - countBelow(limitsAscending, time);
    if (atRisk >= minAtRisk) {
      steps.push({ time, share });
      share *= 1 - (end - start) / atRisk;
    }
    end = start;
  }
  return steps.reverse();
}

function countBelow(ascending: Float64Array, value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
