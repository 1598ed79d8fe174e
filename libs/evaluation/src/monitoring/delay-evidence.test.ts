import { describe, expect, it } from 'vitest';
import { DelayWatch } from './delay-evidence.ts';
import { CHANGE, simulatedDelays, simulatedGroups, TODAY, type SimulatedChange } from './simulated-groups.fixture.ts';

const LIMIT_WEEKS = 52;
const watch = new DelayWatch(simulatedDelays(1));
const evidenceOf = (change: SimulatedChange, seed: number) => watch.evidence(simulatedGroups(change, seed), TODAY);

describe('DelayWatch', () => {
  it('finds that conversions come later, since when, and by how much', () => {
    const { value, since, before, now } = evidenceOf({ delay: 2 }, 2);
    expect(value).toBeGreaterThan(LIMIT_WEEKS);
    expect(Math.abs(since - CHANGE)).toBeLessThanOrEqual(7);
    expect(before).toBe(16);
    expect(now).toBeGreaterThan(before + 3);
  });

  it('is silent where fewer leads convert, or nothing changes', () => {
    for (const seed of [3, 4, 5]) {
      expect(evidenceOf({ ofAll: 0.5 }, seed).value).toBeLessThan(LIMIT_WEEKS / 4);
      expect(evidenceOf({}, seed).value).toBeLessThan(LIMIT_WEEKS / 4);
    }
  });

  it('is 0 without conversions', () => {
    const leads = { probabilities: [0.2, 0.2], days: [60, 61], waitDays: [Number.NaN, Number.NaN] };
    expect(watch.evidence(leads, TODAY)).toMatchObject({ value: 0, before: 16, now: 16 });
  });
});
