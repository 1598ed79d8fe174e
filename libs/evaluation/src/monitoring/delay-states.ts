import type { Hypothesis } from './hypotheses.ts';
import { logMeanExp } from './log-mean-exp.ts';
import { DELAY_SHIFTS } from './week-likelihoods.ts';

/** How likely each of `DELAY_SHIFTS` is in a week, by the leads of the weeks before. */
export interface DelayState {
  /** [DELAY_SHIFTS] */
  readonly unchanged: readonly number[];
  readonly changed: readonly number[];
}

/**
 * Conversions may come later or sooner without a change of the model's worth: in a simulated company with a horizon of 90 days, a
 * shift of 0.4 brings half of them in 24 days instead of 18. A change is what no such shift explains, so that under a change the delays
 * are taken to vary less. Assumed, as the hypotheses are.
 */
const DELAY_SD = 0.4;
const DELAY_SD_CHANGED = 0.08;
/** Chance that the delays of a week are not those of the week before. */
const SWITCH = 0.1;

const UNCHANGED = normalShares(DELAY_SD);
const CHANGED = normalShares(DELAY_SD_CHANGED);

/**
 * The delays of each week, whatever the rate: what they were in the weeks before, of which more is known, or new ones (the forward
 * recursion of a hidden Markov model). So conversions that have come later for weeks are expected to go on so.
 * @param hypotheses of the rate, over which the likelihood is averaged
 * @param logs [weeks], in the order of time: [hypotheses × DELAY_SHIFTS] log likelihood
 */
export function delayStates(hypotheses: readonly Hypothesis[], logs: readonly Float64Array[]): readonly DelayState[] {
  let known: readonly number[] | undefined;
  return logs.map((log): DelayState => {
    const next = (shares: readonly number[]) =>
      known ? known.map((share, i) => (1 - SWITCH) * share + SWITCH * shares[i]!) : shares;
    const state = { unchanged: next(UNCHANGED), changed: next(CHANGED) };
    const byShift = DELAY_SHIFTS.map((_, shift) =>
      logMeanExp(hypotheses, ({ weight }, i) => [weight, log[i * DELAY_SHIFTS.length + shift]!]),
    );
    const highest = Math.max(...byShift);
    known = normalised(state.unchanged.map((share, shift) => share * Math.exp(byShift[shift]! - highest)));
    return state;
  });
}

function normalShares(sd: number): readonly number[] {
  return normalised(DELAY_SHIFTS.map((shift) => Math.exp(-((shift / sd) ** 2) / 2)));
}

function normalised(weights: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
