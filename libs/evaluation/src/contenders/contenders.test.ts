import { seededRandom } from '@leadlight/common';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decisionsAt } from '../decisions.ts';
import { comparisonSentence, leaderboardOf, type Contender } from './leaderboard.ts';
import { bestF1Threshold, capacityThreshold, thresholdChoices, valueThreshold } from './thresholds.ts';

const random = seededRandom(22);
const truth = Array.from({ length: 1500 }, () => random() ** 3);
const labels = truth.map((probability) => Number(random() < probability));
const contender = (id: string, complexity: number, probabilities: readonly number[], canWin = true): Contender => ({
  id,
  name: `the ${id}`,
  complexity,
  canWin,
  probabilities,
});
const blurred = (noise: number) => truth.map((p) => Math.min(0.999, Math.max(0.001, p + noise * (random() - 0.5))));
const mean = labels.reduce((sum, label) => sum + label, 0) / labels.length;
const flat = truth.map(() => mean);

describe('leaderboardOf', () => {
  it('has the lowest log loss first, and the winner that was chosen before', () => {
    const almost = truth.map((p, row) => Math.min(0.9999, Math.max(0.0001, p * (row % 2 ? 1.001 : 0.999))));
    const board = leaderboardOf(
      labels,
      [contender('base', 0, flat), contender('logistic', 2, almost), contender('forest', 3, truth)],
      { seed: 1, winner: 'logistic' },
    );
    expect(board.map(({ id }) => id).at(-1)).toBe('base');
    expect(board.find(({ isWinner }) => isWinner)?.id).toBe('logistic');
    expect(board.at(-1)?.againstBest.challenger).toBe('worse');
  });

  it('has no winner that cannot be published', () => {
    const board = leaderboardOf(
      labels,
      [contender('people', 0, truth, false), contender('forest', 3, blurred(0.5)), contender('base', 0, flat)],
      { seed: 1 },
    );
    expect(board[0]?.id).toBe('people');
    expect(board.find(({ isWinner }) => isWinner)?.id).toBe('forest');
  });

  it('says in a sentence how much better the winner is than people and rules', () => {
    const board = leaderboardOf(labels, [contender('forest', 3, truth), contender('rules', 1, blurred(1.5))], {
      seed: 1,
    });
    expect(comparisonSentence(board, ['forest'], 'rules')).toMatch(/^In the tenth that the rules.*for the forest\.$/);
    expect(comparisonSentence(board, ['rules', 'people'])).toMatch(
      /^In the tenth that the forest ranks highest, leads reached the goal \d\.\d × as often as on average \(AUC 0\.\d\d\), against \d\.\d × \(AUC 0\.\d\d\) for the rules\.$/,
    );
  });
});

describe('thresholds', () => {
  it('find the best F1 of all', () => {
    const rows = fc.array(fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 10 })), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(rows, (pairs) => {
        fc.pre(pairs.some(([label]) => label === 1));
        const predictions = { labels: pairs.map(([label]) => label), probabilities: pairs.map(([, p]) => p / 10) };
        const best = Math.max(...predictions.probabilities.map((threshold) => decisionsAt(predictions, threshold).f1));
        expect(decisionsAt(predictions, bestF1Threshold(predictions)).f1).toBeCloseTo(best, 12);
      }),
      { seed: 13, numRuns: 300 },
    );
  });

  it('fit a capacity', () => {
    const threshold = capacityThreshold(truth, { leadsPerWeek: 30, incomingPerWeek: 100 });
    expect(truth.filter((p) => p >= threshold).length / truth.length).toBeCloseTo(0.3, 3);
    expect(capacityThreshold(truth, { leadsPerWeek: 300, incomingPerWeek: 100 })).toBe(Math.min(...truth));
  });

  it('call where the expected value exceeds the cost', () => {
    expect(valueThreshold({ deal: 8000, call: 15 })).toBeCloseTo(0.001875, 9);
    expect(() => valueThreshold({ deal: 0, call: 15 })).toThrow(/deal value is 0/);
  });

  it('have the measured results of each choice', () => {
    const predictions = { labels, probabilities: truth };
    const choices = thresholdChoices(predictions, predictions, {
      capacity: { leadsPerWeek: 30, incomingPerWeek: 100 },
      value: { deal: 1000, call: 300 },
    });
    expect(choices.map(({ name }) => name)).toEqual(['half', 'bestF1', 'capacity', 'value']);
    expect(choices[2]!.called).toBeCloseTo(0.3, 3);
    // With the true probabilities no other choice gains more than the one by value, but for luck.
    expect(choices[3]!.gainPer100).toBeGreaterThan(choices[2]!.gainPer100! - 1);
    expect(choices[3]!.gainPer100).toBeGreaterThan(choices[0]!.gainPer100!);
    expect(thresholdChoices(predictions, predictions)[0]).not.toHaveProperty('gainPer100');
  });
});
