import { EvaluationError } from '../errors.ts';
import { logit, sigmoid } from '../log-odds.ts';
import { shiftedDelays, wholeDays, type DelayDistribution } from '../performance-estimation/delay-distribution.ts';

/** New leads that two models have predicted on the same snapshot, in any order. */
export interface PairedLeads {
  /** [rows] probability of reaching the goal within the horizon, 0..1, by the model in question. */
  readonly challenger: ArrayLike<number>;
  /** [rows] by the model that it is compared with. */
  readonly incumbent: ArrayLike<number>;
  /** [rows] the time of the prediction, in days since any fixed instant. */
  readonly days: ArrayLike<number>;
  /** [rows] days from the prediction to the goal; NaN = not reached so far. */
  readonly waitDays: ArrayLike<number>;
}

/** What is known of which of two models predicts better. */
export interface PairedEvidence {
  /**
   * e-values: if the challenger's predictions were no better than the incumbent's, `challenger` would ever exceed 20 with a
   * chance of at most 1 in 20, however often one looks; `incumbent` is the same with the roles exchanged. Finite.
   */
  readonly challenger: number;
  readonly incumbent: number;
  readonly leads: number;
  /** Those that have reached the goal since the prediction. */
  readonly converted: number;
  /** Those whose outcome is final. */
  readonly settled: number;
  /** Challenger's loss less incumbent's per lead, in nats, of what is known so far: negative = the challenger is better. */
  readonly difference: number;
}

/**
 * The challenger's odds count up to this factor from the incumbent's, so that no single lead decides. What is compared is the
 * challenger with its odds limited so.
 */
const MAX_LOG_ODDS = 1;
/** Delays may differ from those of the reference; the evidence is the weakest over these shifts. */
const DELAY_SHIFTS = [-0.15, 0, 0.15];
/** Bound of the predictable mean, in nats per lead and day. */
const MAX_MEAN = 0.1;
const RANGE = MAX_LOG_ODDS + MAX_MEAN;
/** Bets, as shares of the largest that is allowed. */
const BETS = [0.03, 0.08, 0.2, 0.45, 0.7];

/**
 * Compares two models as forecasters of each next day: for every lead and day, the chance that the lead reaches the goal on this
 * day if it has not before, by prediction and delays. The daily losses sum to the log loss once a lead is settled, so that settled
 * and open leads count in one test. Its e-values are those of an empirical Bernstein process with a mixture of bets: valid at every
 * look, for the mean over the days so far, whatever the losses depend on.
 * @param delays as known before the first prediction
 * @throws EvaluationError `length_mismatch`
 * @source Choe, Ramdas 2024, "Comparing sequential forecasters"; Howard et al. 2021, theorem 4
 */
export function pairedEvidence(leads: PairedLeads, delays: DelayDistribution, today: number): PairedEvidence {
  const rows = leads.challenger.length;
  for (const { length } of [leads.incumbent, leads.days, leads.waitDays]) {
    if (length !== rows) throw new EvaluationError('length_mismatch', { labels: length, probabilities: rows });
  }
  const byShift = DELAY_SHIFTS.map((shift) =>
    dailyGains(leads, shiftedDelays(delays, shift).cumulative, delays.horizonDays, today),
  );
  const weakest = (direction: 1 | -1) =>
    Math.min(...byShift.map(({ days }) => Math.min(Number.MAX_VALUE, eValue(days, direction))));
  const { converted, settled, gain } = byShift[DELAY_SHIFTS.indexOf(0)]!;
  return {
    challenger: weakest(1),
    incumbent: weakest(-1),
    leads: rows,
    converted,
    settled,
    difference: rows > 0 ? -gain / rows : 0,
  };
}

/** The challenger's gains of one day in nats, over all leads that were open. */
interface DayGains {
  rounds: number;
  sum: number;
  squares: number;
}

function dailyGains(
  { challenger, incumbent, days, waitDays }: PairedLeads,
  cumulative: Float64Array,
  horizonDays: number,
  today: number,
) {
  const byDay = new Map<number, DayGains>();
  let [converted, settled, gain] = [0, 0, 0];
  for (let row = 0; row < challenger.length; row++) {
    const known = Math.min(horizonDays, Math.floor(today - days[row]!));
    const wait = wholeDays(waitDays[row]!);
    const hasConverted = wait <= known;
    const observed = hasConverted ? wait : known;
    const theirs = bounded(incumbent[row]!);
    const own = limited(challenger[row]!, theirs);
    let soFar = 0;
    for (let day = 1; day <= observed; day++) {
      const until = hasConverted && day === wait ? Math.log(own / theirs) : openGain(own, theirs, cumulative[day]!);
      const each = until - soFar;
      soFar = until;
      const at = Math.floor(days[row]!) + day;
      const gains = byDay.get(at) ?? { rounds: 0, sum: 0, squares: 0 };
      byDay.set(at, gains);
      gains.rounds++;
      gains.sum += each;
      gains.squares += each * each;
    }
    gain += soFar;
    if (hasConverted) converted++;
    if (hasConverted || known >= horizonDays) settled++;
  }
  const inOrder = [...byDay.entries()].sort(([a], [b]) => a - b).map(([, gains]) => gains);
  return { days: inOrder, converted, settled, gain };
}

const MIN_PROBABILITY = 1e-6;

const bounded = (probability: number) => Math.min(1 - MIN_PROBABILITY, Math.max(MIN_PROBABILITY, probability));

function limited(probability: number, incumbent: number): number {
  const [own, theirs] = [logit(bounded(probability)), logit(incumbent)];
  return sigmoid(Math.max(theirs - MAX_LOG_ODDS, Math.min(theirs + MAX_LOG_ODDS, own)));
}

/** The log of the ratio of the chances that a lead is still open when this share of the conversions has come. */
const openGain = (own: number, theirs: number, share: number) => Math.log((1 - own * share) / (1 - theirs * share));

function eValue(days: readonly DayGains[], direction: 1 | -1): number {
  let [total, variance, meanSum, rounds] = [0, 0, 0, 0];
  for (const day of days) {
    const mean = rounds > 0 ? Math.max(-MAX_MEAN, Math.min(MAX_MEAN, (direction * meanSum) / rounds)) : 0;
    const sum = direction * day.sum;
    variance += day.squares - 2 * mean * sum + day.rounds * mean * mean;
    total += sum;
    meanSum += day.sum;
    rounds += day.rounds;
  }
  return BETS.reduce((sum, share) => sum + Math.exp((share / RANGE) * total - psi(share) * variance), 0) / BETS.length;
}

/** (−log(1 − b) − b) / range², for a bet that is this share of the largest. */
const psi = (bet: number): number => (-Math.log1p(-bet) - bet) / RANGE ** 2;
