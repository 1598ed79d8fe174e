import { sigmoid } from '../log-odds.ts';
import { shiftedDelaysByBin, wholeDays, type DelayDistribution } from '../performance-estimation/delay-distribution.ts';
import { binOf, BINS, LOGITS } from '../performance-estimation/logit-bins.ts';
import { sumOverStarts, type ChangeEvidence } from './sum-over-starts.ts';
import { DAYS_PER_WEEK, MAX_WEEKS, type ObservedLeads } from './week-counts.ts';

/** Odds within a sixth of the expected ones, in relation to the other leads, are no reason to act: no model is calibrated everywhere. */
const TOLERATED = [-0.15, -0.075, 0, 0.075, 0.15];
/** What turns bad turns worse than a whole company. An assumption, tuned with those in `hypotheses.ts`. */
const CHANGED = [
  { difference: -0.7, weight: 0.2 },
  { difference: -1.5, weight: 0.4 },
  { difference: -3, weight: 0.2 },
  { difference: 0.7, weight: 0.2 },
];

/** Conversions of the leads of one week, by day of their age. */
interface AgeCounts {
  /** [horizonDays + 1] as many as the predictions expect among leads that were open on that day. */
  readonly expected: Float64Array;
  /** [horizonDays + 1] as many as there were. */
  readonly reached: Float64Array;
}

/** By week since day 0. */
export type AgeCountsByWeek = ReadonlyMap<number, AgeCounts>;

export interface RelativeEvidence extends ChangeEvidence {
  /** Conversions since then in relation to those that the predictions expect; null = none expected. */
  readonly ratio: number | null;
}

/**
 * Compares leads with the other leads of the same week at the same age: how many of the conversions of a day are theirs. Of one day,
 * that is a binomial share, whatever the delays and the common rate are, so that neither conversions that come later nor a bad month
 * look like a change of one group (a partial likelihood).
 * @source Cox 1975, "Partial likelihood"
 */
export class RelativeCounter {
  readonly #hazards: Hazards;
  /** The newest rows, in the order of time. */
  readonly rows: readonly number[];
  /** [all rows] */
  readonly #weeks: Int32Array;
  readonly #bins: Int32Array;
  /** The last day of its age on which a lead was open, and whether it reached the goal then. */
  readonly #last: Int32Array;
  readonly #reached: Uint8Array;
  /** [BINS × days] leads by their last day; all 0 between calls, as the next. */
  readonly #leadsOfDay: Float64Array;
  readonly #leadsOfBin = new Float64Array(BINS);

  constructor(hazards: Hazards, { probabilities, days, waitDays }: ObservedLeads, today: number) {
    this.#hazards = hazards;
    const count = days.length;
    const [weeks, bins, last] = [new Int32Array(count), new Int32Array(count), new Int32Array(count)];
    const reached = new Uint8Array(count);
    const first = Math.floor(today / DAYS_PER_WEEK) - MAX_WEEKS + 1;
    const rows: number[] = [];
    for (let row = 0; row < count; row++) {
      const age = Math.min(hazards.days - 1, Math.floor(today - days[row]!));
      weeks[row] = Math.floor(days[row]! / DAYS_PER_WEEK);
      if (weeks[row]! < first || age < 1) continue;
      const wait = wholeDays(waitDays[row]!);
      reached[row] = wait <= age ? 1 : 0;
      last[row] = wait <= age ? wait : age;
      bins[row] = binOf(probabilities[row]!);
      rows.push(row);
    }
    [this.rows, this.#weeks, this.#bins, this.#last, this.#reached] = [rows, weeks, bins, last, reached];
    this.#leadsOfDay = new Float64Array(BINS * hazards.days);
  }

  /** @param rows some of the newest, in their order */
  count(rows: readonly number[]): AgeCountsByWeek {
    const weeks = new Map<number, AgeCounts>();
    let [counts, week]: [AgeCounts | undefined, number] = [undefined, -1];
    for (const row of rows) {
      if (this.#weeks[row] !== week || !counts) {
        if (counts) this.#expect(counts);
        week = this.#weeks[row]!;
        weeks.set(week, (counts = noneOf(this.#hazards.days)));
      }
      const last = this.#last[row]!;
      this.#leadsOfBin[this.#bins[row]!]!++;
      this.#leadsOfDay[this.#bins[row]! * this.#hazards.days + last]!++;
      counts.reached[last]! += this.#reached[row]!;
    }
    if (counts) this.#expect(counts);
    return weeks;
  }

  /** Adds up what is expected of the leads that were counted, and forgets them. */
  #expect({ expected }: AgeCounts): void {
    const { days, byBin } = this.#hazards;
    for (let bin = 0; bin < BINS; bin++) {
      if (this.#leadsOfBin[bin] === 0) continue;
      this.#leadsOfBin[bin] = 0;
      let open = 0;
      for (let day = days - 1, at = (bin + 1) * days - 1; day > 0; day--, at--) {
        open += this.#leadsOfDay[at]!;
        this.#leadsOfDay[at] = 0;
        if (open > 0) expected[day]! += open * byBin[at]!;
      }
    }
  }
}

/**
 * A Shiryaev–Roberts sum as in `ChangeDetector`. Every start is divided by the highest likelihood that the tolerated differences give, so
 * that it holds for each of them.
 * @param group the leads in question, which are among all
 */
export function relativeEvidence(group: AgeCountsByWeek, all: AgeCountsByWeek, today: number): RelativeEvidence {
  const tolerated = new Float64Array(TOLERATED.length);
  const changed = new Float64Array(CHANGED.length);
  const evidence = sumOverStarts(new Map([...group.keys()].map((week) => [week, week])), today, (week) => {
    const [own, total] = [group.get(week)!, all.get(week)!];
    TOLERATED.forEach((difference, i) => (tolerated[i]! += logLikelihood(own, total, difference)));
    CHANGED.forEach(({ difference }, i) => (changed[i]! += logLikelihood(own, total, difference)));
    const highest = tolerated.reduce((max, log) => Math.max(max, log), -Infinity);
    return Math.log(CHANGED.reduce((sum, { weight }, i) => sum + weight * Math.exp(changed[i]! - highest), 0));
  });
  return { ...evidence, ratio: ratioSince(group, evidence.since) };
}

/** Log of the chance that this many of each day's conversions are the group's, if its log odds differ so much from the expected ones. */
function logLikelihood(own: AgeCounts, total: AgeCounts, difference: number): number {
  const factor = Math.exp(difference);
  let log = 0;
  for (let day = 1; day < own.expected.length; day++) {
    const all = total.reached[day]!;
    if (all === 0 || own.expected[day] === 0) continue;
    const share = own.expected[day]! / total.expected[day]!;
    log += own.reached[day]! * difference - all * Math.log1p(share * (factor - 1));
  }
  return log;
}

function ratioSince(group: AgeCountsByWeek, since: number): number | null {
  let [expected, reached] = [0, 0];
  for (const [week, counts] of group) {
    if (week * DAYS_PER_WEEK < since) continue;
    for (let day = 1; day < counts.expected.length; day++) {
      expected += counts.expected[day]!;
      reached += counts.reached[day]!;
    }
  }
  return expected > 0 ? reached / expected : null;
}

export interface Hazards {
  /** Days of a lead's age, from 0 to the horizon. */
  readonly days: number;
  /** [BINS × days] chance of an open lead to reach the goal on that day of its age. */
  readonly byBin: Float64Array;
}

export function hazardsOf(delays: DelayDistribution): Hazards {
  const delaysByBin = shiftedDelaysByBin(delays, 0);
  const days = delays.horizonDays + 1;
  const byBin = new Float64Array(BINS * days);
  for (let bin = 0; bin < BINS; bin++) {
    const chance = sigmoid(LOGITS[bin]!);
    const { cumulative } = delaysByBin[bin]!;
    for (let day = 1; day < days; day++) {
      const open = 1 - chance * cumulative[day - 1]!;
      byBin[bin * days + day] = (chance * (cumulative[day]! - cumulative[day - 1]!)) / open;
    }
  }
  return { days, byBin };
}

const noneOf = (days: number): AgeCounts => ({
  expected: new Float64Array(days),
  reached: new Float64Array(days),
});
