import { describe, expect, it } from 'vitest';
import { delayDistribution } from './delay-distribution.ts';
import { estimatePerformance, type PerformanceEstimate } from './estimate-performance.ts';
import { expectedAuc } from './expected-measures.ts';
import { HORIZON_DAYS, simulatedLeads, UNCHANGED, type SimulatedWorld } from './simulated-leads.fixture.ts';

const RUNS = 40;
const LEADS = 2_000;
const FOUR_WEEKS = 28;

/** Estimates from leads at most four weeks old in a changed world; the delays are those of the world before. */
const known = new Map<string, readonly Run[]>();
function runs(world: SimulatedWorld, leads = LEADS): readonly Run[] {
  const key = `${JSON.stringify(world)} ${leads}`;
  const found = known.get(key) ?? simulate(world, leads);
  known.set(key, found);
  return found;
}

function simulate(world: SimulatedWorld, leads: number) {
  return Array.from({ length: RUNS }, (_, run) => {
    const before = simulatedLeads(6_000, 200, UNCHANGED, 2 * run + 1);
    const converted = [...before.waitDays.keys()].filter((row) => before.waitDays[row]! > 0);
    const delays = delayDistribution(
      converted.map((row) => before.waitDays[row]!),
      converted.map((row) => before.ageDays[row]!),
      HORIZON_DAYS,
    );
    const now = simulatedLeads(leads, FOUR_WEEKS, world, 2 * run + 2);
    const estimate = estimatePerformance(now, delays);
    return {
      estimate,
      auc: expectedAuc(now.probabilities, now.chances),
      rate: now.chances.reduce((sum, chance) => sum + chance, 0) / leads,
    };
  });
}

type Run = ReturnType<typeof simulate>[number];
const share = (all: readonly Run[], holds: (run: Run) => boolean) => all.filter(holds).length / all.length;
const meanOf = (all: readonly Run[], value: (run: Run) => number) =>
  all.reduce((sum, run) => sum + value(run), 0) / all.length;
const isChanged = ({ estimate }: Run) => estimate.changed.pValue < 0.05;
const holds = ({ low, high }: PerformanceEstimate['auc'], value: number) => low <= value && value <= high;

describe('estimatePerformance', () => {
  const slopeHalved = { intercept: -0.9, slope: 0.5, delayFactor: 1 };
  const rateDown = { intercept: Math.log(0.6), slope: 1, delayFactor: 1 };
  const later = { intercept: 0, slope: 1, delayFactor: 1.4 };

  it('says that nothing has changed where nothing has', () => {
    const all = runs(UNCHANGED);
    expect(share(all, isChanged)).toBeLessThanOrEqual(0.12);
    expect(meanOf(all, ({ estimate }) => estimate.intercept.value)).toBeCloseTo(0, 1);
    expect(meanOf(all, ({ estimate }) => estimate.slope.value)).toBeCloseTo(1, 1);
  });

  it('finds the AUC of a model whose slope has halved, where a calibrated estimate cannot', () => {
    const all = runs(slopeHalved);
    expect(meanOf(all, ({ estimate, auc }) => Math.abs(estimate.auc.value - auc))).toBeLessThan(0.03);
    expect(meanOf(all, ({ estimate, auc }) => Math.abs(estimate.ifCalibrated.auc - auc))).toBeGreaterThan(0.1);
    expect(share(all, isChanged)).toBeGreaterThan(0.9);
  });

  it('finds a rate that has fallen by 40 % from leads at most four weeks old', () => {
    expect(share(runs(rateDown, 4_000), isChanged)).toBeGreaterThan(0.75);
  });

  it('raises no alarm where conversions only come later', () => {
    const all = runs(later);
    expect(share(all, isChanged)).toBeLessThanOrEqual(0.12);
    expect(meanOf(all, ({ estimate }) => estimate.delayShift.value)).toBeGreaterThan(0.2);
  });

  it.each([
    ['nothing changed', UNCHANGED],
    ['slope halved', slopeHalved],
    ['rate down', rateDown],
    ['later', later],
    ['rate down and later', { ...rateDown, delayFactor: 1.4 }],
  ])('has intervals that hold in about nine of ten cases: %s', (_, world) => {
    const all = runs(world);
    expect(share(all, ({ estimate, auc }) => holds(estimate.auc, auc))).toBeGreaterThanOrEqual(0.8);
    expect(share(all, ({ estimate, rate }) => holds(estimate.rate, rate))).toBeGreaterThanOrEqual(0.8);
  });

  it('is refused while fewer than 20 leads have converted', () => {
    const { cumulative, ...delays } = {
      cumulative: new Float64Array(HORIZON_DAYS + 1).fill(1),
      horizonDays: HORIZON_DAYS,
      conversions: 500,
      byScore: { perLogit: 0, meanLogit: 0 },
    };
    const now = simulatedLeads(60, 20, UNCHANGED, 1);
    expect(() => estimatePerformance(now, { ...delays, cumulative })).toThrow('too few to estimate');
  });
});
