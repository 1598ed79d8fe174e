import { describe, expect, it } from 'vitest';
import { hazardsOf, RelativeCounter, relativeEvidence } from './relative-evidence.ts';
import { CHANGE, simulatedDelays, simulatedGroups, TODAY, type SimulatedChange } from './simulated-groups.fixture.ts';

const LIMIT_WEEKS = 52;
const hazards = hazardsOf(simulatedDelays(1));

function evidenceOf(change: SimulatedChange, seed: number) {
  const counter = new RelativeCounter(hazards, simulatedGroups(change, seed), TODAY);
  const group = counter.rows.filter((row) => row % 2 === 0);
  return relativeEvidence(counter.count(group), counter.count(counter.rows), TODAY);
}

describe('relativeEvidence', () => {
  it('finds a group whose leads have turned bad, since when, and how far', () => {
    const { value, since, ratio } = evidenceOf({ ofGroup: 0.3 }, 2);
    expect(value).toBeGreaterThan(LIMIT_WEEKS);
    expect(Math.abs(since - CHANGE)).toBeLessThanOrEqual(7);
    expect(ratio).toBeGreaterThan(0.25);
    expect(ratio).toBeLessThan(0.5);
  });

  it.each([
    ['nothing changes', {}],
    ['all leads convert less often', { ofAll: 0.5 }],
    ['conversions come later', { delay: 2 }],
    ['both', { ofAll: 0.6, delay: 2 }],
  ])('is silent where %s', (_, change) => {
    for (const seed of [3, 4, 5]) expect(evidenceOf(change, seed).value).toBeLessThan(LIMIT_WEEKS / 4);
  });

  it('expects as many conversions as there are, by day of the age', () => {
    const counter = new RelativeCounter(hazards, simulatedGroups({}, 6), TODAY);
    let [expected, reached] = [0, 0];
    for (const counts of counter.count(counter.rows).values()) {
      expected += counts.expected.reduce((sum, count) => sum + count, 0);
      reached += counts.reached.reduce((sum, count) => sum + count, 0);
    }
    expect(reached).toBeGreaterThan(500);
    expect(Math.abs(reached / expected - 1)).toBeLessThan(0.08);
  });

  it('has no ratio where nothing can be expected yet', () => {
    const leads = { probabilities: [0.2], days: [TODAY - 0.5], waitDays: [Number.NaN] };
    const counter = new RelativeCounter(hazards, leads, TODAY);
    const none = counter.count(counter.rows);
    expect(relativeEvidence(none, none, TODAY)).toEqual({ value: 0, since: TODAY, ratio: null });
  });
});
