import type { Effect } from './effect.ts';
import { SMALLEST_STEP, spendingBoundaries } from './spending-boundaries.ts';

/** The experiment as it stood at the end of a day. */
export interface InterimAnalysis {
  /** Leads of both arms whose outcome was settled by then. */
  readonly settledLeads: number;
  readonly effect: Effect | undefined;
}

export interface ExperimentPlan {
  /** Leads of both arms together, as `sampleSizePerArm` gives them. */
  readonly plannedLeads: number;
  /** Chance that, without an effect, one of all analyses reports one; the intervals hold at all analyses together with 1 − alpha. */
  readonly alpha?: number;
}

/** A rate difference, shown minus hidden, with an interval that holds however often it is computed. */
export interface EffectRange {
  readonly difference: number;
  readonly low: number;
  readonly high: number;
}

export interface ExperimentResult {
  /**
   * `helps` and `harms` from the first analysis whose interval excludes 0; `notKnown` until then; `notFound` at the planned size, where
   * an effect of the planned size would probably have been found.
   */
  readonly verdict: 'notKnown' | 'helps' | 'harms' | 'notFound';
  /** Index of the analysis that decided; undefined while none has. */
  readonly decidedAt: number | undefined;
  /** Index of the analysis that the figures come from: the latest that counts. Undefined before the first. */
  readonly analysis: number | undefined;
  /** Intention to treat: all leads of each arm. Undefined before the first analysis that counts. */
  readonly effect: EffectRange | undefined;
  /** On leads whose score somebody viewed; undefined where too few were viewed for a range. */
  readonly effectOnViewed: EffectRange | undefined;
  readonly shownRate: number | undefined;
  readonly hiddenRate: number | undefined;
  /** Share of the planned leads that are settled, 0 to 1. */
  readonly share: number;
}

/**
 * What an experiment says after a series of analyses, of which there may be one a day. Analyses count when the plan has grown by half a
 * percent since the latest that did, until the planned size is reached; later ones change nothing.
 * @param boundariesOf for callers that ask for the same shares many times
 */
export function experimentResult(
  analyses: readonly InterimAnalysis[],
  { plannedLeads, alpha = 0.05 }: ExperimentPlan,
  boundariesOf = spendingBoundaries,
): ExperimentResult {
  const counted = countedAnalyses(analyses, plannedLeads);
  const boundaries = boundariesOf(
    counted.map(({ share }) => share),
    alpha,
  );
  let decided: { readonly verdict: 'helps' | 'harms'; readonly at: number } | undefined;
  for (const [order, { index, effect }] of counted.entries()) {
    const range = rangeOf(effect, boundaries[order]!);
    if (decided || !range || (range.low <= 0 && range.high >= 0)) continue;
    decided = { verdict: range.low > 0 ? 'helps' : 'harms', at: index };
  }
  const latest = counted.at(-1);
  const share = latest?.share ?? Math.min(1, (analyses.at(-1)?.settledLeads ?? 0) / plannedLeads);
  return {
    verdict: decided?.verdict ?? (share >= 1 ? 'notFound' : 'notKnown'),
    decidedAt: decided?.at,
    analysis: latest?.index,
    effect: latest && rangeOf(latest.effect, boundaries.at(-1)!),
    effectOnViewed: latest && rangeOfViewed(latest.effect, boundaries.at(-1)!),
    shownRate: latest?.effect.shownRate,
    hiddenRate: latest?.effect.hiddenRate,
    share,
  };
}

interface CountedAnalysis {
  readonly index: number;
  readonly share: number;
  readonly effect: Effect;
}

function countedAnalyses(analyses: readonly InterimAnalysis[], plannedLeads: number): CountedAnalysis[] {
  const counted: CountedAnalysis[] = [];
  for (const [index, { settledLeads, effect }] of analyses.entries()) {
    const previous = counted.at(-1)?.share ?? 0;
    const share = Math.min(1, settledLeads / plannedLeads);
    const isEnd = share === 1 && previous < 1;
    if (!effect || !(share >= previous + SMALLEST_STEP || isEnd)) continue;
    // The end takes the place of an analysis just before it.
    if (isEnd && share < previous + SMALLEST_STEP) counted.pop();
    counted.push({ index, share, effect });
  }
  return counted;
}

function rangeOf({ difference, standardError, degreesOfFreedom }: Effect, critical: number): EffectRange | undefined {
  const reach = Number.isFinite(critical) ? studentised(critical, degreesOfFreedom) * standardError : 1;
  return { difference, low: Math.max(-1, difference - reach), high: Math.min(1, difference + reach) };
}

/**
 * The effect on leads whose score was viewed, if nobody can view a hidden score and only viewing has an effect.
 * @source Angrist, Imbens and Rubin 1996, "Identification of causal effects using instrumental variables"; delta method
 */
function rangeOfViewed(
  { difference, standardError, viewed, degreesOfFreedom }: Effect,
  critical: number,
): EffectRange | undefined {
  const factor = studentised(critical, degreesOfFreedom);
  // A range for a quotient needs a denominator that is clearly not zero.
  if (viewed.rate <= factor * Math.sqrt(viewed.variance)) return undefined;
  const ratio = difference / viewed.rate;
  const variance =
    (standardError ** 2 + ratio ** 2 * viewed.variance - 2 * ratio * viewed.covariance) / viewed.rate ** 2;
  const reach = factor * Math.sqrt(Math.max(0, variance));
  return { difference: ratio, low: Math.max(-1, ratio - reach), high: Math.min(1, ratio + reach) };
}

/**
 * The critical value of Student's distribution with the same tail as this one of the normal distribution.
 * @source Cornish-Fisher expansion, Abramowitz and Stegun 26.7.5
 */
function studentised(z: number, degreesOfFreedom: number): number {
  if (!Number.isFinite(z) || !Number.isFinite(degreesOfFreedom)) return z;
  const [first, second, third] = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
  ];
  return z + first / degreesOfFreedom + second / degreesOfFreedom ** 2 + third / degreesOfFreedom ** 3;
}
