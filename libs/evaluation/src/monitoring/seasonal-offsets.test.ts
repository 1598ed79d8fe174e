import { seededRandom } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { logit, sigmoid } from '../log-odds.ts';
import { inSeason, seasonalOffsets } from './seasonal-offsets.ts';

const LEADS_PER_DAY = 100;
const RATE = 0.15;
/** Days of the year in which the odds of the simulated leads are lower. */
const isQuiet = (day: number) => day % 364 >= 140 && day % 364 < 182;

/** A year of settled leads that are all predicted alike. @param offset of the quiet weeks, in log odds. @param level of all */
function settled(offset: number, seed: number, level = 0, days = 364) {
  const random = seededRandom(seed);
  const at = Array.from({ length: days * LEADS_PER_DAY }, (_, row) => 1_000 * 364 + row / LEADS_PER_DAY);
  return {
    probabilities: at.map(() => RATE),
    days: at,
    reached: at.map((day) => (random() < sigmoid(logit(RATE) + level + (isQuiet(day) ? offset : 0)) ? 1 : 0)),
  };
}

describe('seasonalOffsets', () => {
  it('finds weeks in which fewer leads convert, and expects them a year later', () => {
    const offsets = seasonalOffsets(settled(-0.5, 6));
    const [quiet, other] = [1_001 * 364 + 160, 1_001 * 364 + 300];
    const [inQuiet, inOther] = inSeason(offsets, [RATE, RATE], [quiet, other]);
    expect(logit(inQuiet!) - logit(RATE)).toBeLessThan(-0.25);
    expect(Math.abs(logit(inOther!) - logit(RATE))).toBeLessThan(0.12);
  });

  it('is nearly 0 where months differ by chance only', () => {
    for (const seed of [2, 3, 4]) {
      expect(Math.max(...seasonalOffsets(settled(0, seed)).map(Math.abs))).toBeLessThan(0.06);
    }
  });

  it('does not take a level that is wrong all year for a season', () => {
    expect(Math.max(...seasonalOffsets(settled(0, 5, -0.6)).map(Math.abs))).toBeLessThan(0.06);
  });

  it('knows no season from less than a year', () => {
    expect(seasonalOffsets(settled(-0.5, 1, 0, 300)).every((offset) => offset === 0)).toBe(true);
    expect(seasonalOffsets({ probabilities: [], days: [], reached: [] }).every((offset) => offset === 0)).toBe(true);
  });
});
