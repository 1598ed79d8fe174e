import { describe, expect, it } from 'vitest';
import { armOfLead, armOfRepFortnight, hashedUniform } from './assign-arm.ts';

const leadIds = Array.from({ length: 20_000 }, (_, index) => `00Q5g00000${String(index).padStart(5, '0')}AAA`);

describe('assignment', () => {
  it('gives a lead the same arm for the same seed, and another seed gives other arms', () => {
    const arms = leadIds.map((id) => armOfLead('a', id, 0.3));
    expect(leadIds.map((id) => armOfLead('a', id, 0.3))).toEqual(arms);
    const same = leadIds.filter((id, index) => armOfLead('b', id, 0.3) === arms[index]).length;
    expect(same / leadIds.length).toBeCloseTo(0.3 ** 2 + 0.7 ** 2, 2);
  });

  it('hides the share that it was asked to hide, of successive record ids too', () => {
    for (const share of [0, 0.05, 0.3, 1]) {
      const hidden = leadIds.filter((id) => armOfLead('seed', id, share) === 'hidden').length;
      expect(hidden / leadIds.length).toBeCloseTo(share, 2);
    }
  });

  it('is uniform', () => {
    const counts = new Array<number>(10).fill(0);
    for (const id of leadIds) counts[Math.floor(hashedUniform('seed', id) * 10)]!++;
    // Chi-squared with 9 degrees of freedom: 27.9 is exceeded once in 1,000 seeds.
    expect(counts.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0)).toBeLessThan(27.9);
  });

  it('hides one of two successive fortnights of a rep, in an order that chance decides', () => {
    let hiddenFirst = 0;
    for (let rep = 0; rep < 2000; rep++) {
      const arms = [0, 1, 2, 3].map((fortnight) => armOfRepFortnight('seed', `rep ${rep}`, fortnight));
      expect(new Set(arms.slice(0, 2)).size).toBe(2);
      expect(new Set(arms.slice(2)).size).toBe(2);
      if (arms[0] === 'hidden') hiddenFirst++;
    }
    expect(hiddenFirst / 2000).toBeCloseTo(0.5, 1);
  });
});
