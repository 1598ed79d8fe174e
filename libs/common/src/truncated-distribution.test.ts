import { describe, expect, it } from 'vitest';
import { seededRandom } from './random.ts';
import { truncatedDistribution } from './truncated-distribution.ts';

/** The definition, counted anew for each time. */
function slowDistribution(times: readonly number[], limits: readonly number[], minAtRisk: number) {
  const atRisk = (time: number) => times.filter((other, i) => other <= time && limits[i]! >= time).length;
  const used = [...new Set(times)].filter((time) => atRisk(time) >= minAtRisk).sort((a, b) => a - b);
  return used.map((time) => ({
    time,
    share: used
      .filter((later) => later > time)
      .reduce((share, later) => share * (1 - times.filter((other) => other === later).length / atRisk(later)), 1),
  }));
}

describe('truncatedDistribution', () => {
  it('is the plain distribution where every time could be seen', () => {
    const steps = truncatedDistribution([3, 1, 3, 2], [9, 9, 9, 9]);
    expect(steps.map(({ time }) => time)).toEqual([1, 2, 3]);
    [0.25, 0.5, 1].forEach((share, i) => expect(steps[i]!.share).toBeCloseTo(share, 12));
  });

  it('equals its definition for random times and limits', () => {
    const random = seededRandom(7);
    for (let round = 0; round < 20; round++) {
      const times = Array.from({ length: 60 }, () => 1 + Math.floor(30 * random()));
      const limits = times.map((time) => time + Math.floor(30 * random()));
      const minAtRisk = 1 + Math.floor(8 * random());
      const steps = truncatedDistribution(times, limits, minAtRisk);
      const slow = slowDistribution(times, limits, minAtRisk);
      expect(steps.map(({ time }) => time)).toEqual(slow.map(({ time }) => time));
      steps.forEach(({ share }, i) => expect(share).toBeCloseTo(slow[i]!.share, 12));
    }
  });

  it('is empty without times', () => expect(truncatedDistribution([], [])).toEqual([]));
});
