import { describe, expect, it } from 'vitest';
import { delayDistribution, type DelayDistribution } from '../performance-estimation/delay-distribution.ts';
import {
  HORIZON_DAYS,
  simulatedLeads,
  UNCHANGED,
  type SimulatedWorld,
} from '../performance-estimation/simulated-leads.fixture.ts';
import { ChangeDetector, type ChangeSettings } from './change-evidence.ts';
import type { ObservedLeads } from './week-counts.ts';

const LIMIT_WEEKS = 60;
const LEADS_PER_DAY = 100;
const CHANGE = 98;

/** A company whose leads of day `CHANGE` and later live in another world. */
function company(world: SimulatedWorld, days: number, seed: number): ObservedLeads {
  const before = settledLeads(UNCHANGED, Math.min(CHANGE, days) * LEADS_PER_DAY, seed);
  const after = settledLeads(world, Math.max(0, days - CHANGE) * LEADS_PER_DAY, seed + 500);
  const probabilities = [...before.probabilities, ...after.probabilities];
  return {
    probabilities,
    days: probabilities.map((_, row) => Math.floor(row / LEADS_PER_DAY)),
    waitDays: [...before.waitDays, ...after.waitDays],
  };
}

const settledLeads = (world: SimulatedWorld, rows: number, seed: number) => simulatedLeads(rows, 1e6, world, seed);

const changeEvidence = (leads: ObservedLeads, delays: DelayDistribution, settings: ChangeSettings) => {
  const evidence = new ChangeDetector(delays).evidence(leads, settings);
  return { ...evidence, isAlarm: evidence.value >= LIMIT_WEEKS };
};

/** What is known of the leads on a day. */
function knownOn({ probabilities, days, waitDays }: ObservedLeads, today: number): ObservedLeads {
  const rows = Array.from(days).flatMap((day, row) => (day <= today && day > today - 100 ? [row] : []));
  return {
    probabilities: rows.map((row) => probabilities[row]!),
    days: rows.map((row) => days[row]!),
    waitDays: rows.map((row) => (days[row]! + waitDays[row]! <= today ? waitDays[row]! : Number.NaN)),
  };
}

function delaysBefore(seed: number) {
  const { waitDays } = settledLeads(UNCHANGED, 12_000, seed);
  const waits = waitDays.filter((wait) => wait > 0);
  return delayDistribution(
    waits,
    waits.map(() => 1_000),
    HORIZON_DAYS,
  );
}

/** The first alarm from a day on, looking every few days; undefined = none. */
function firstAlarm(
  world: SimulatedWorld,
  seed: number,
  { from, until, every }: { from: number; until: number; every: number },
) {
  const [leads, delays] = [company(world, until, seed), delaysBefore(seed + 900)];
  const detector = new ChangeDetector(delays);
  for (let today = from; today < until; today += every) {
    if (detector.evidence(knownOn(leads, today), { today }).value >= LIMIT_WEEKS) return today;
  }
  return undefined;
}

const seeds = Array.from({ length: 8 }, (_, i) => i + 1);
const afterChange = { from: CHANGE - 28, until: CHANGE + 29, every: 3 };

describe('ChangeDetector', () => {
  it('raises an alarm within 28 days after the ranking has lost half its slope', () => {
    const alarms = seeds.map((seed) => firstAlarm({ intercept: -0.9, slope: 0.5, delayFactor: 1 }, seed, afterChange));
    expect(alarms.filter((day) => day !== undefined && day >= CHANGE).length).toBeGreaterThanOrEqual(7);
  });

  it('raises an alarm within 28 days after the rate has fallen by 40 %, for most companies of 3,000 leads a month', () => {
    const alarms = seeds.map((seed) => firstAlarm({ intercept: -0.55, slope: 1, delayFactor: 1 }, seed, afterChange));
    expect(alarms.filter((day) => day !== undefined && day >= CHANGE).length).toBeGreaterThanOrEqual(5);
  });

  it('is silent where conversions only come later', () => {
    const alarms = seeds.map((seed) => firstAlarm({ ...UNCHANGED, delayFactor: 1.2 }, seed, afterChange));
    expect(alarms.filter((day) => day !== undefined).length).toBeLessThanOrEqual(1);
  });

  it('is silent for half a year in which nothing changes', () => {
    const alarms = seeds.map((seed) => firstAlarm(UNCHANGED, seed + 50, { from: 1, until: 182, every: 7 }));
    expect(alarms.filter((day) => day !== undefined).length).toBeLessThanOrEqual(1);
  });

  it('names the week in which the change began, and forgets what was before', () => {
    const leads = company({ intercept: -0.9, slope: 0.5, delayFactor: 1 }, CHANGE + 40, 1);
    const delays = delaysBefore(901);
    const today = CHANGE + 35;
    const found = changeEvidence(knownOn(leads, today), delays, { today });
    expect(found.isAlarm).toBe(true);
    expect(Math.abs(found.since - CHANGE)).toBeLessThanOrEqual(14);
    const later = changeEvidence(knownOn(leads, today), delays, { today, from: today });
    expect(later).toMatchObject({ isAlarm: false });
  });

  it('is finite, and names the start, where the evidence is beyond what a number can hold', () => {
    const today = CHANGE + 41;
    const leads = knownOn(company({ intercept: -12, slope: 1, delayFactor: 1 }, today, 1), today);
    const manyTimes = (values: ArrayLike<number>) => Array.from({ length: 10 }, () => Array.from(values)).flat();
    const { value, since, isAlarm } = changeEvidence(
      {
        probabilities: manyTimes(leads.probabilities),
        days: manyTimes(leads.days),
        waitDays: manyTimes(leads.waitDays),
      },
      delaysBefore(901),
      { today },
    );
    expect({ value, isAlarm }).toEqual({ value: Number.MAX_VALUE, isAlarm: true });
    expect(Math.abs(since - CHANGE)).toBeLessThanOrEqual(7);
  });
});
