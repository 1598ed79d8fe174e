import { seededRandom } from '@leadlight/common';
import { delayDistribution } from '../performance-estimation/delay-distribution.ts';

const HORIZON_DAYS = 60;
const LEADS_PER_DAY = 100;
/** The day of the change. */
export const CHANGE = 56;
export const TODAY = 84;
const RATE = 0.2;

export interface SimulatedChange {
  /** Odds of the group of each second lead since the change, in relation to the predicted ones. */
  readonly ofGroup?: number;
  /** Odds of all leads since the change. */
  readonly ofAll?: number;
  /** Power by which the days to conversion of all leads grow since the change; 1 = as before. */
  readonly delay?: number;
}

/** Leads with the same prediction, in the order of time; the rows with an even number are the group. */
export function simulatedGroups({ ofGroup = 1, ofAll = 1, delay = 1 }: SimulatedChange, seed: number) {
  const random = seededRandom(seed);
  const days = Array.from({ length: TODAY * LEADS_PER_DAY }, (_, row) => row / LEADS_PER_DAY);
  const waitDays = days.map((day, row) => {
    const isChanged = day >= CHANGE;
    const odds = (RATE / (1 - RATE)) * (isChanged ? ofAll * (row % 2 === 0 ? ofGroup : 1) : 1);
    const [drawn, share] = [random(), random() ** 2];
    if (drawn >= odds / (1 + odds)) return Number.NaN;
    const wait = HORIZON_DAYS * share ** (isChanged ? 1 / delay : 1);
    return day + wait <= TODAY ? wait : Number.NaN;
  });
  return { probabilities: days.map(() => RATE), days, waitDays };
}

/** As they were before the change. */
export function simulatedDelays(seed: number) {
  const random = seededRandom(seed);
  const waits = Array.from({ length: 5_000 }, () => HORIZON_DAYS * random() ** 2);
  return delayDistribution(
    waits,
    waits.map(() => 1_000),
    HORIZON_DAYS,
  );
}
