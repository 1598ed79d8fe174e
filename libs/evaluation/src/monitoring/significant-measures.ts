/** What is watched, with the evidence that it has changed. */
export interface WeightedEvidence {
  /** A Shiryaev–Roberts sum: about 1 per week without a change. */
  readonly value: number;
  /** Share of the false alarms that it may cause, in relation to the others. */
  readonly weight: number;
}

export interface Significance {
  /** Without a change, evidence this strong appears once in this number of weeks at most, on average, over all that are watched. */
  readonly weeks: number;
  readonly isSignificant: boolean;
}

/**
 * Decides which of several measures have changed, so that over all of them together the first false alarm comes after `limitWeeks` on
 * average or later, however often they are looked at. Each value counts by its share of the weights: their weighted sum is a
 * Shiryaev–Roberts statistic itself, so that one of N weeks appears once in N weeks at most. As in Holm's procedure, the share of a
 * measure that has changed goes to the others, which keep the guarantee among themselves.
 * @source Shin, Ramdas, Rinaldo 2023, "E-detectors"; Vovk and Wang 2021, "E-values: calibration, combination and applications"
 */
export function significantMeasures(
  measures: readonly WeightedEvidence[],
  limitWeeks: number,
): readonly Significance[] {
  const order = [...measures.keys()].sort((a, b) => contribution(measures[b]!) - contribution(measures[a]!));
  const results: Significance[] = [];
  let left = measures.reduce((sum, { weight }) => sum + weight, 0);
  let isStopped = false;
  for (const index of order) {
    const weeks = Math.min(contribution(measures[index]!) / left, Number.MAX_VALUE);
    isStopped ||= !(weeks >= limitWeeks);
    results[index] = { weeks, isSignificant: !isStopped };
    if (!isStopped) left = Math.max(left - measures[index]!.weight, Number.MIN_VALUE);
  }
  return results;
}

const contribution = ({ value, weight }: WeightedEvidence): number => value * weight;
