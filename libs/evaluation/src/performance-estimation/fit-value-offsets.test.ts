import { seededRandom } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { EvaluationError } from '../errors.ts';
import { delayDistribution } from './delay-distribution.ts';
import { fitValueOffsets } from './fit-value-offsets.ts';
import { HORIZON_DAYS, simulatedLeads, UNCHANGED, type SimulatedWorld } from './simulated-leads.fixture.ts';

const SEEDS = Array.from({ length: 8 }, (_, i) => i + 1);

function delays(seed: number) {
  const { waitDays, ageDays } = simulatedLeads(6_000, 200, UNCHANGED, seed);
  const converted = [...waitDays.keys()].filter((row) => waitDays[row]! > 0);
  return delayDistribution(
    converted.map((row) => waitDays[row]!),
    converted.map((row) => ageDays[row]!),
    HORIZON_DAYS,
  );
}

/** A quarter of the leads of four weeks are of a value, in whose world the others do not live. */
function fitIn(world: SimulatedWorld, delayFactor = 1) {
  return SEEDS.map((seed) => {
    const [own, others] = [world, { ...UNCHANGED, delayFactor }].map((each, i) =>
      simulatedLeads(i === 0 ? 1_000 : 3_000, 28, each, 100 * i + 2 * seed),
    );
    const join = (of: 'probabilities' | 'ageDays' | 'waitDays') => [
      ...Array.from(own![of]),
      ...Array.from(others![of]),
    ];
    const leads = { probabilities: join('probabilities'), ageDays: join('ageDays'), waitDays: join('waitDays') };
    const rows = Array.from({ length: 1_000 }, (_, row) => row);
    return fitValueOffsets(leads, [rows], delays(2 * seed + 1), seed);
  });
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('fitValueOffsets', () => {
  it('finds the offset of leads that turn out worse, most of them still open, and proves it better', () => {
    const fitted = fitIn({ intercept: -1.5, slope: 1, delayFactor: 1 });
    expect(Math.abs(mean(fitted.map(({ offsets }) => offsets[0]!.logOdds)) + 1.5)).toBeLessThan(0.25);
    expect(fitted.filter(({ difference }) => difference.challenger === 'better').length).toBeGreaterThanOrEqual(7);
    expect(fitted[0]!.offsets[0]).toMatchObject({ rows: 1_000 });
    expect(fitted[0]!.offsets[0]!.converted).toBeGreaterThan(0);
  });

  it('is rarely better where nothing has changed, and near 0', () => {
    const fitted = fitIn(UNCHANGED);
    expect(fitted.filter(({ difference }) => difference.challenger === 'better').length).toBeLessThanOrEqual(1);
    expect(Math.abs(mean(fitted.map(({ offsets }) => offsets[0]!.logOdds)))).toBeLessThan(0.15);
  });

  it('does not take conversions that come later everywhere for an offset', () => {
    const fitted = fitIn({ ...UNCHANGED, delayFactor: 1.3 }, 1.3);
    expect(Math.abs(mean(fitted.map(({ offsets }) => offsets[0]!.logOdds)))).toBeLessThan(0.25);
  });

  it('separates the offsets of values of two features that many leads share', () => {
    const world = simulatedLeads(6_000, 28, UNCHANGED, 5);
    const random = seededRandom(7);
    const first = Array.from({ length: 6_000 }, (_, row) => row).filter((row) => row % 2 === 0);
    const second = Array.from({ length: 6_000 }, (_, row) => row).filter((row) => row % 3 === 0);
    // Two of three leads with the first value that would convert do not.
    const waitDays = Float64Array.from(world.waitDays, (wait, row) =>
      row % 2 === 0 && random() < 2 / 3 ? Number.NaN : wait,
    );
    const { offsets } = fitValueOffsets({ ...world, waitDays }, [first, second], delays(11), 1);
    expect(offsets[0]!.logOdds).toBeLessThan(-0.8);
    expect(Math.abs(offsets[1]!.logOdds)).toBeLessThan(0.35);
  });

  it('shrinks: a handful of leads of which none has converted gets no extreme odds', () => {
    const world = simulatedLeads(3_000, 28, UNCHANGED, 5);
    const rows = [...world.waitDays.keys()].filter((row) => Number.isNaN(world.waitDays[row]!)).slice(0, 15);
    const { offsets, difference } = fitValueOffsets(world, [rows], delays(11), 1);
    expect(offsets[0]!.logOdds).toBeLessThan(0);
    expect(offsets[0]!.logOdds).toBeGreaterThan(-1);
    expect(difference.challenger).not.toBe('worse');
  });

  it('rejects leads of which too few have converted', () => {
    const world = simulatedLeads(100, 5, UNCHANGED, 5);
    expect(() => fitValueOffsets(world, [[0, 1]], delays(11), 1)).toThrow(EvaluationError);
  });
});
