import { normalVariate, seededRandom } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { logit, sigmoid } from '../log-odds.ts';
import { delayDistribution } from '../performance-estimation/delay-distribution.ts';
import { HORIZON_DAYS, simulatedLeads, UNCHANGED } from '../performance-estimation/simulated-leads.fixture.ts';
import { pairedEvidence, type PairedLeads } from './paired-evidence.ts';

const delays = (() => {
  const { waitDays } = simulatedLeads(12_000, 1e6, UNCHANGED, 77);
  const waits = waitDays.filter((wait) => wait > 0);
  return delayDistribution(
    waits,
    waits.map(() => 1_000),
    HORIZON_DAYS,
  );
})();

interface Comparison {
  readonly challenger: (chance: number, random: () => number) => number;
  readonly incumbent: (chance: number, random: () => number) => number;
  readonly delayFactor?: number;
}

const LEADS_PER_DAY = 70;

/** Leads that arrive evenly; what is known of them on a day. */
function company({ challenger, incumbent, delayFactor = 1 }: Comparison, days: number, seed: number) {
  const rows = LEADS_PER_DAY * days;
  const { chances, waitDays } = simulatedLeads(rows, 1e6, { ...UNCHANGED, delayFactor }, seed);
  const random = seededRandom(seed + 500);
  const all: PairedLeads = {
    challenger: chances.map((chance) => challenger(chance, random)),
    incumbent: chances.map((chance) => incumbent(chance, random)),
    days: chances.map((_, row) => Math.floor(row / LEADS_PER_DAY)),
    waitDays,
  };
  return (today: number) => {
    const rowsNow = [...chances.keys()].filter((row) => all.days[row]! <= today);
    const take = (values: ArrayLike<number>) => rowsNow.map((row) => values[row]!);
    return pairedEvidence(
      {
        challenger: take(all.challenger),
        incumbent: take(all.incumbent),
        days: take(all.days),
        waitDays: rowsNow.map((row) =>
          all.days[row]! + all.waitDays[row]! <= today ? all.waitDays[row]! : Number.NaN,
        ),
      },
      delays,
      today,
    );
  };
}

const exact = (chance: number) => chance;
const noisy = (sd: number) => (chance: number, random: () => number) =>
  sigmoid(logit(chance) + sd * normalVariate(random));
const shifted = (by: number) => (chance: number) => sigmoid(logit(chance) + by);

const SEEDS = Array.from({ length: 16 }, (_, i) => i + 1);
/** The first day, of every fifth, on which either e-value is above 20. */
function decision(comparison: Comparison, days: number, seed: number) {
  const known = company(comparison, days, seed);
  for (let today = 7; today < days; today += 5) {
    const { challenger, incumbent } = known(today);
    if (challenger >= 20) return { better: 'challenger', today };
    if (incumbent >= 20) return { better: 'incumbent', today };
  }
  return undefined;
}

describe('pairedEvidence', () => {
  it('finds the better model within seven weeks of 2,100 leads a month, when no outcome of 68 days is settled', () => {
    const wins = SEEDS.slice(0, 10).map((seed) => decision({ challenger: exact, incumbent: shifted(0.8) }, 50, seed));
    expect(wins.filter((win) => win?.better === 'challenger').length).toBeGreaterThanOrEqual(8);
  });

  it('finds the model that is worse, whichever of the two it is', () => {
    const losses = SEEDS.slice(0, 10).map((seed) => decision({ challenger: noisy(1), incumbent: exact }, 60, seed));
    expect(losses.every((loss) => loss?.better === 'incumbent')).toBe(true);
  });

  it('decides in at most 1 of 16 companies between models that are equally good, looked at for ten weeks', () => {
    const same = SEEDS.map((seed) => decision({ challenger: noisy(0.4), incumbent: noisy(0.4) }, 70, seed));
    expect(same.filter(Boolean).length).toBeLessThanOrEqual(1);
  });

  it('does not take delays for a better model', () => {
    const late = { challenger: shifted(-0.25), incumbent: exact, delayFactor: 1.3 };
    const decisions = SEEDS.slice(0, 10).map((seed) => decision(late, 45, seed));
    expect(decisions.filter((each) => each?.better === 'challenger').length).toBe(0);
  });

  it('sums to the difference in log loss once all leads are settled', () => {
    const comparison = { challenger: noisy(0.2), incumbent: noisy(0.2) };
    const known = company(comparison, 20, 3);
    const { difference, settled, leads } = known(20 + HORIZON_DAYS);
    expect(settled).toBe(leads);
    const { chances, waitDays } = simulatedLeads(LEADS_PER_DAY * 20, 1e6, UNCHANGED, 3);
    const random = seededRandom(503);
    const [own, theirs] = [comparison.challenger, comparison.incumbent].map((of) => chances.map((c) => of(c, random)));
    const loss = (p: ArrayLike<number>, row: number) => -Math.log(waitDays[row]! > 0 ? p[row]! : 1 - p[row]!);
    const mean = chances.reduce((sum, _, row) => sum + loss(own!, row) - loss(theirs!, row), 0) / chances.length;
    expect(difference).toBeCloseTo(mean, 4);
  });

  it('is 1 without leads, and finite beyond what a number can hold', () => {
    const none = { challenger: [], incumbent: [], days: [], waitDays: [] };
    expect(pairedEvidence(none, delays, 10)).toMatchObject({ challenger: 1, incumbent: 1, difference: 0 });
    const rows = 60_000;
    const filled = (value: number) => new Float64Array(rows).fill(value);
    const many = {
      challenger: filled(0.5),
      incumbent: filled(0.01),
      days: filled(0),
      waitDays: Float64Array.from({ length: rows }, (_, row) => (row % 2 === 0 ? 1 + (row % 60) : Number.NaN)),
    };
    expect(pairedEvidence(many, delays, 100).challenger).toBe(Number.MAX_VALUE);
  });
});
