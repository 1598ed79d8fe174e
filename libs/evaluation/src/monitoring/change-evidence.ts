import type { DelayDistribution } from '../performance-estimation/delay-distribution.ts';
import { delayStates } from './delay-states.ts';
import { CHANGED, UNCHANGED, type Hypothesis } from './hypotheses.ts';
import { logMeanExp } from './log-mean-exp.ts';
import { sumOverStarts, type ChangeEvidence } from './sum-over-starts.ts';
import { countWeeks, type ObservedLeads } from './week-counts.ts';
import { DELAY_SHIFTS, WeekLikelihoods } from './week-likelihoods.ts';

export interface ChangeSettings {
  /** The time of the check, on the scale of the leads' days. */
  readonly today: number;
  /** Nothing before this day counts: the day of the training. */
  readonly from?: number;
}

const HYPOTHESES: readonly Hypothesis[] = [...UNCHANGED, ...CHANGED];

/**
 * Evidence that predictions are no longer right, allowed to be looked at every day. For each week in which a change may have begun
 * it divides the likelihood of the leads since then under a change by that without one, both averaged over how conversions may be
 * delayed: an e-value, whose mean is at most 1 without a change at any time. Their sum is a Shiryaev–Roberts statistic; crossing
 * N weeks happens at most once in N weeks on average, however often one looks. This holds as far as predictions and delays are
 * within what the hypotheses and `delayStates` allow, on average over them: a model that is worse calibrated raises more alarms.
 * @source Shin, Ramdas, Rinaldo 2023, "E-detectors: a nonparametric framework for sequential change detection"
 */
export class ChangeDetector {
  readonly #horizonDays: number;
  readonly #likelihoods: WeekLikelihoods;

  constructor(delays: DelayDistribution) {
    this.#horizonDays = delays.horizonDays;
    this.#likelihoods = new WeekLikelihoods(HYPOTHESES, delays);
  }

  /** @throws EvaluationError `length_mismatch` */
  evidence(leads: ObservedLeads, { today, from = -Infinity }: ChangeSettings): ChangeEvidence {
    const weeks = [...countWeeks(leads, this.#horizonDays, { today, from })].sort(([a], [b]) => a - b);
    const logs = weeks.map(([, counts]) => this.#likelihoods.of(counts));
    const states = delayStates(HYPOTHESES, logs);
    const byWeek = new Map(weeks.map(([week], i) => [week, { log: logs[i]!, state: states[i]! }]));
    const sinceStart = new Float64Array(HYPOTHESES.length * DELAY_SHIFTS.length);
    const logOf = (shares: readonly number[], isWithin: (hypothesis: number) => boolean) =>
      logMeanExp([...sinceStart], (log, i) => {
        const hypothesis = Math.floor(i / DELAY_SHIFTS.length);
        const weight = isWithin(hypothesis) ? HYPOTHESES[hypothesis]!.weight * shares[i % DELAY_SHIFTS.length]! : 0;
        return [weight, log];
      });
    return sumOverStarts(byWeek, today, ({ log, state }) => {
      log.forEach((each, i) => (sinceStart[i]! += each));
      return (
        logOf(state.changed, (hypothesis) => hypothesis >= UNCHANGED.length) -
        logOf(state.unchanged, (hypothesis) => hypothesis < UNCHANGED.length)
      );
    });
  }
}
