import type { Arm } from './assign-arm.ts';

/** Leads of one arm whose outcome is settled. */
export interface ArmCounts {
  readonly leads: number;
  readonly converted: number;
  /** Leads whose score somebody viewed; 0 in the arm that hides it. */
  readonly viewed: number;
}

export interface ComparedArms {
  readonly shown: ArmCounts;
  readonly hidden: ArmCounts;
}

/** Of one rep in one fortnight. */
export interface RepFortnight extends ArmCounts {
  readonly arm: Arm;
  /** The pair of fortnights of this rep that one draw decided. */
  readonly pair: string;
}

/** Difference of two rates, shown minus hidden. */
export interface Effect {
  readonly difference: number;
  readonly standardError: number;
  readonly shownRate: number;
  readonly hiddenRate: number;
  /** Degrees of freedom of the standard error; Infinity where it comes from counts of leads. */
  readonly degreesOfFreedom: number;
  /** Share of the leads shown whose score somebody viewed, and what is needed for the effect on them. */
  readonly viewed: { readonly rate: number; readonly variance: number; readonly covariance: number };
}

/**
 * Intention to treat: the difference between all leads whose score was shown and all whose score was hidden, within each band and
 * weighted by the band's leads. Bands with an empty arm are left out.
 * @returns undefined where no band has both arms
 */
export function stratifiedEffect(strata: readonly ComparedArms[]): Effect | undefined {
  const compared = strata.filter(({ shown, hidden }) => shown.leads > 0 && hidden.leads > 0);
  const total = compared.reduce((sum, { shown, hidden }) => sum + shown.leads + hidden.leads, 0);
  if (total === 0) return undefined;
  const sums = { shown: 0, hidden: 0, viewed: 0, variance: 0, viewedVariance: 0 };
  for (const { shown, hidden } of compared) {
    const weight = (shown.leads + hidden.leads) / total;
    const [shownRate, hiddenRate, viewedRate] = [rateOf(shown), rateOf(hidden), shown.viewed / shown.leads];
    sums.shown += weight * shownRate;
    sums.hidden += weight * hiddenRate;
    sums.viewed += weight * viewedRate;
    sums.variance += weight ** 2 * (varianceOf(shown) + varianceOf(hidden));
    sums.viewedVariance += weight ** 2 * shareVariance(shown.viewed, shown.leads);
  }
  return {
    difference: sums.shown - sums.hidden,
    standardError: Math.sqrt(sums.variance),
    shownRate: sums.shown,
    hiddenRate: sums.hidden,
    degreesOfFreedom: Number.POSITIVE_INFINITY,
    // Reps who view more scores may convert more leads too; without that covariance the range is a little too wide.
    viewed: { rate: sums.viewed, variance: sums.viewedVariance, covariance: 0 },
  };
}

/**
 * Intention to treat where whole fortnights of a rep are shown or hidden. The standard error is computed from pairs of fortnights, not
 * from leads: leads of one rep in one fortnight share that rep's time, and what is the same in both fortnights of a pair cancels out.
 * @returns undefined before there are three pairs with leads, and one fortnight of either arm
 * @source Liang and Zeger 1986, cluster-robust variance of a ratio, with m / (m − 1) for few clusters
 */
export function pairedFortnightEffect(fortnights: readonly RepFortnight[]): Effect | undefined {
  const shown = totalOf(fortnights, 'shown');
  const hidden = totalOf(fortnights, 'hidden');
  if (shown.leads === 0 || hidden.leads === 0) return undefined;
  const [shownRate, hiddenRate, viewedRate] = [rateOf(shown), rateOf(hidden), shown.viewed / shown.leads];
  const influence = new Map<string, { difference: number; viewed: number }>();
  for (const { arm, pair, leads, converted, viewed } of fortnights) {
    const sum = influence.get(pair) ?? { difference: 0, viewed: 0 };
    if (arm === 'shown') {
      sum.difference += (converted - shownRate * leads) / shown.leads;
      sum.viewed += (viewed - viewedRate * leads) / shown.leads;
    } else sum.difference -= (converted - hiddenRate * leads) / hidden.leads;
    influence.set(pair, sum);
  }
  const pairs = influence.size;
  if (pairs < 3) return undefined;
  const sums = { difference: 0, viewed: 0, both: 0 };
  for (const { difference, viewed } of influence.values()) {
    sums.difference += difference ** 2;
    sums.viewed += viewed ** 2;
    sums.both += difference * viewed;
  }
  const correction = pairs / (pairs - 1);
  return {
    difference: shownRate - hiddenRate,
    standardError: Math.sqrt(correction * sums.difference),
    shownRate,
    hiddenRate,
    degreesOfFreedom: pairs - 1,
    viewed: { rate: viewedRate, variance: correction * sums.viewed, covariance: correction * sums.both },
  };
}

function totalOf(fortnights: readonly RepFortnight[], arm: Arm): ArmCounts {
  const total = { leads: 0, converted: 0, viewed: 0 };
  for (const fortnight of fortnights) {
    if (fortnight.arm !== arm) continue;
    total.leads += fortnight.leads;
    total.converted += fortnight.converted;
    total.viewed += fortnight.viewed;
  }
  return total;
}

const rateOf = ({ leads, converted }: ArmCounts): number => converted / leads;
const varianceOf = ({ leads, converted }: ArmCounts): number => shareVariance(converted, leads);

/** Of a share, with half a lead of either outcome added, so that it is not 0 where none or all of a few leads count. */
function shareVariance(count: number, of: number): number {
  const share = (count + 0.5) / (of + 1);
  return (share * (1 - share)) / of;
}
