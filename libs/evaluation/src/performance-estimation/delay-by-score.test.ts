import { seededRandom } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { delayDistribution, shiftedDelaysByBin } from './delay-distribution.ts';
import { binOf } from './logit-bins.ts';

const HORIZON_DAYS = 60;

/** Conversions of two groups; the likelier leads convert sooner by the factor. Ages up to `maxAge` days. */
function conversions(factor: number, maxAge: number) {
  const random = seededRandom(5);
  const rows: { wait: number; age: number; probability: number }[] = [];
  while (rows.length < 4_000) {
    const probability = random() < 0.5 ? 0.05 : 0.5;
    const wait = HORIZON_DAYS * random() ** (probability > 0.1 ? factor : 1);
    const age = maxAge * random();
    if (wait <= age) rows.push({ wait, age, probability });
  }
  return delayDistribution(
    rows.map(({ wait }) => wait),
    rows.map(({ age }) => age),
    HORIZON_DAYS,
    rows.map(({ probability }) => probability),
  );
}

describe('delayDistribution', () => {
  it.each([400, 90])('finds that likelier leads convert sooner, from leads at most %d days old', (maxAge) => {
    const delays = conversions(2, maxAge);
    const shareIn15Days = (probability: number) => shiftedDelaysByBin(delays, 0)[binOf(probability)]!.cumulative[15]!;
    // 15 of 60 days: a quarter of the evenly spread waits, half of the squared ones.
    expect(Math.abs(shareIn15Days(0.05) - 0.25)).toBeLessThan(0.06);
    expect(Math.abs(shareIn15Days(0.5) - 0.5)).toBeLessThan(0.06);
  });

  it('finds nothing where the delay does not depend on the prediction', () => {
    expect(Math.abs(conversions(1, 400).byScore.perLogit)).toBeLessThan(0.03);
  });
});
