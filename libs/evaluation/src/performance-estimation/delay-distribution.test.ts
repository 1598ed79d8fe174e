import { describe, expect, it } from 'vitest';
import { delayDistribution, shiftedDelays } from './delay-distribution.ts';
import { HORIZON_DAYS, simulatedLeads, UNCHANGED } from './simulated-leads.fixture.ts';

const delaysOf = ({ waitDays, ageDays }: { waitDays: Float64Array; ageDays: Float64Array }) => {
  const converted = [...waitDays.keys()].filter((row) => waitDays[row]! > 0);
  return delayDistribution(
    converted.map((row) => waitDays[row]!),
    converted.map((row) => ageDays[row]!),
    HORIZON_DAYS,
  );
};

describe('delayDistribution', () => {
  it('is not drawn towards quick conversions by young leads', () => {
    const young = simulatedLeads(40_000, 70, UNCHANGED, 1);
    const settled = simulatedLeads(40_000, 100_000, UNCHANGED, 2);
    const [seen, all] = [delaysOf(young).cumulative, delaysOf(settled).cumulative];
    const plain = young.waitDays.filter((wait) => wait > 0);
    expect(plain.filter((wait) => wait <= 20).length / plain.length).toBeGreaterThan(all[20]! + 0.08);
    for (const day of [5, 10, 20, 40]) expect(Math.abs(seen[day]! - all[day]!)).toBeLessThan(0.03);
  });

  it('rises from 0 to 1 and allows every day', () => {
    const { cumulative } = delaysOf(simulatedLeads(2_000, 200, UNCHANGED, 3));
    expect([cumulative[0], cumulative[HORIZON_DAYS]]).toEqual([0, 1]);
    for (let day = 1; day <= HORIZON_DAYS; day++) expect(cumulative[day]).toBeGreaterThan(cumulative[day - 1]!);
  });

  it('is refused for few conversions, and where no lead is as old as the horizon', () => {
    expect(() => delayDistribution([3, 4], [80, 80], HORIZON_DAYS)).toThrow('2 conversions within 68 days are known');
    expect(() => delaysOf(simulatedLeads(4_000, 30, UNCHANGED, 4))).toThrow('of leads at most 29 days old');
  });
});

describe('shiftedDelays', () => {
  it('moves conversions later with a positive shift, by the slope it gives', () => {
    const delays = delaysOf(simulatedLeads(4_000, 200, UNCHANGED, 5));
    const [before, after] = [shiftedDelays(delays, 0.3), shiftedDelays(delays, 0.3 + 1e-6)];
    expect(shiftedDelays(delays, 0.5).cumulative[20]).toBeLessThan(delays.cumulative[20]!);
    expect(shiftedDelays(delays, -0.5).cumulative[20]).toBeGreaterThan(delays.cumulative[20]!);
    expect((after.cumulative[20]! - before.cumulative[20]!) / 1e-6).toBeCloseTo(before.slope[20]!, 4);
  });
});
