import { describe, expect, it } from 'vitest';
import { delayDistribution } from './delay-distribution.ts';
import { fitRecalibration } from './fit-recalibration.ts';
import { partlySettledLosses } from './partly-settled-loss.ts';
import { HORIZON_DAYS, simulatedLeads, UNCHANGED, type SimulatedWorld } from './simulated-leads.fixture.ts';

const SEEDS = Array.from({ length: 8 }, (_, i) => i + 1);
const FOUR_WEEKS = 28;

function delays(seed: number) {
  const { waitDays, ageDays } = simulatedLeads(6_000, 200, UNCHANGED, seed);
  const converted = [...waitDays.keys()].filter((row) => waitDays[row]! > 0);
  return delayDistribution(
    converted.map((row) => waitDays[row]!),
    converted.map((row) => ageDays[row]!),
    HORIZON_DAYS,
  );
}

const fitIn = (world: SimulatedWorld, leads = 2_500) =>
  SEEDS.map((seed) => fitRecalibration(simulatedLeads(leads, FOUR_WEEKS, world, 2 * seed), delays(2 * seed + 1), seed));
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('fitRecalibration', () => {
  it('finds the level of leads at most four weeks old, and leaves the slope', () => {
    const fitted = fitIn({ intercept: -0.8, slope: 1, delayFactor: 1 });
    const level = fitted.filter(({ kind }) => kind === 'level');
    expect(level.length).toBeGreaterThanOrEqual(6);
    expect(level.every(({ slope }) => slope === 1)).toBe(true);
    expect(Math.abs(mean(level.map(({ intercept }) => intercept)) + 0.8)).toBeLessThan(0.2);
    expect(fitted.filter(({ difference }) => difference.challenger === 'better').length).toBeGreaterThanOrEqual(6);
  });

  it('finds level and slope where the ranking is worth less', () => {
    const fitted = fitIn({ intercept: -0.9, slope: 0.5, delayFactor: 1 });
    expect(fitted.filter(({ kind }) => kind === 'level_and_slope').length).toBeGreaterThanOrEqual(7);
    expect(Math.abs(mean(fitted.map(({ slope }) => slope)) - 0.5)).toBeLessThan(0.1);
    expect(fitted.filter(({ difference }) => difference.challenger === 'better').length).toBeGreaterThanOrEqual(7);
  });

  it('is rarely better where nothing has changed', () => {
    const fitted = fitIn(UNCHANGED);
    expect(fitted.filter(({ difference }) => difference.challenger === 'better').length).toBeLessThanOrEqual(1);
  });
});

describe('partlySettledLosses', () => {
  it('is the log loss at the horizon, and between for an open lead', () => {
    const cumulative = Float64Array.of(0, 0.5, 1);
    const losses = partlySettledLosses(
      { probabilities: [0.2, 0.2, 0.2], ageDays: [5, 5, 1], waitDays: [1, Number.NaN, Number.NaN] },
      { cumulative, horizonDays: 2 },
    );
    expect([...losses]).toEqual([-Math.log(0.2), -Math.log(0.8), -Math.log(0.9)]);
  });

  it('counts a conversion after the horizon as none', () => {
    const [loss] = partlySettledLosses(
      { probabilities: [0.3], ageDays: [9], waitDays: [8] },
      { cumulative: Float64Array.of(0, 0.5, 1), horizonDays: 2 },
    );
    expect(loss).toBe(-Math.log(0.7));
  });
});
