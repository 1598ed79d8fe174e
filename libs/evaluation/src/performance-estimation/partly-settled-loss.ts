import { wholeDays, type DelayDistribution } from './delay-distribution.ts';
import type { PartlySettledLeads } from './estimate-performance.ts';

const MIN_CHANCE = 1e-12;

/**
 * [rows] Minus the log likelihood of what is known of each lead so far: −log p for one that has reached the goal, −log(1 − p · F(age))
 * for one that is open. At the horizon it is the log loss. The likelihood of the wait itself is left out: it is the same for every
 * model.
 */
export function partlySettledLosses(
  { probabilities, ageDays, waitDays }: PartlySettledLeads,
  { cumulative, horizonDays }: Pick<DelayDistribution, 'cumulative' | 'horizonDays'>,
): Float64Array {
  return Float64Array.from(probabilities, (probability, row) => {
    const reached = wholeDays(waitDays[row]!) <= horizonDays;
    const passed = cumulative[Math.max(0, Math.min(horizonDays, Math.floor(ageDays[row]!)))]!;
    return -Math.log(Math.max(MIN_CHANCE, reached ? probability : 1 - probability * passed));
  });
}
