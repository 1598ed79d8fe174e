import { seededRandom } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { chooseContender, type ComparedContender } from './choose-contender.ts';

const next = seededRandom(22);
const truth = Float64Array.from({ length: 4_000 }, () => 0.05 + 0.6 * next() * next());
const labels = Uint8Array.from(truth, (p) => Number(next() < p));
const shifted = (by: number, noise: number) =>
  truth.map((p) => 1 / (1 + Math.exp(-(Math.log(p / (1 - p)) + by + noise * (next() - 0.5)))));

const contender = (id: string, complexity: number, probabilities: ArrayLike<number>): ComparedContender => ({
  id,
  complexity,
  probabilities,
});
const chosenOf = (...contenders: readonly ComparedContender[]) => chooseContender(labels, contenders)?.chosen;

describe('chooseContender', () => {
  it('chooses the simplest of contenders that a paired test cannot distinguish', () => {
    const almost = shifted(0, 0.01);
    const result = chooseContender(labels, [contender('logistic', 2, almost), contender('boosting', 6, truth)]);
    expect(result?.chosen).toBe('logistic');
    expect(Math.abs(result!.comparisons[1]!.difference)).toBeLessThan(0.0005);
  });

  it('chooses the preferred contender unless another one is better by more than two standard errors', () => {
    const others = [contender('logistic', 2, shifted(0, 0.01)), contender('boosting', 6, truth)];
    const preferring = (blend: Float64Array) =>
      chooseContender(labels, [...others, contender('blend', 7, blend)], { preferred: 'blend' })!;
    const within = preferring(shifted(0, 0.8));
    const { difference, standardError } = within.comparisons.find(({ id }) => id === 'blend')!;
    expect(difference).toBeGreaterThan(standardError);
    expect(difference).toBeLessThan(2 * standardError);
    expect(within.chosen).toBe('blend');
    expect(preferring(shifted(0.5, 0)).chosen).toBe('logistic');
    expect(chooseContender(labels, others, { preferred: 'blend' })?.chosen).toBe('logistic');
  });

  it('chooses the better of two that a paired test distinguishes, however small the difference', () => {
    const slightlyWorse = truth.map((p, row) => (labels[row] === 1 ? p * 0.9995 : 1 - (1 - p) * 0.9995));
    const result = chooseContender(labels, [contender('simple', 1, slightlyWorse), contender('boosting', 6, truth)]);
    expect(result?.chosen).toBe('boosting');
    expect(result!.comparisons[1]!.difference).toBeLessThan(0.001);
  });

  it('never chooses a simpler one that is worse by more than 0.002 in log loss', () => {
    const few = labels.subarray(0, 60);
    const first = truth.subarray(0, 60);
    const worse = first.map((p, row) => Math.min(0.95, Math.max(0.02, row % 2 ? p * 1.6 : p * 0.5)));
    const result = chooseContender(few, [contender('simple', 1, worse), contender('boosting', 6, first)])!;
    const [, other] = result.comparisons;
    expect(other!.difference).toBeGreaterThan(0.002);
    expect(result.chosen).toBe(result.comparisons[0]!.id);
  });

  it('counts leads, not rows: rows that are repeated do not reduce the standard error', () => {
    const contenders = [contender('simple', 1, shifted(0.08, 0)), contender('boosting', 6, truth)];
    const once = chooseContender(labels.subarray(0, 400), contenders)!;
    const rows = Int32Array.from({ length: 4_000 }, (_, row) => Math.floor(row / 10));
    const tenTimes = chooseContender(
      rows.map((row) => labels[row]!),
      contenders.map((each) => ({
        ...each,
        probabilities: Float64Array.from(rows, (row) => each.probabilities[row]!),
      })),
      { groups: rows },
    )!;
    expect(tenTimes.comparisons[1]!.standardError).toBeCloseTo(once.comparisons[1]!.standardError, 10);
  });

  it('compares only rows whose predictions by all are known', () => {
    const half = truth.map((p, row) => (row % 2 ? NaN : p));
    expect(chosenOf(contender('a', 1, half), contender('b', 2, shifted(1, 0)))).toBe('a');
    expect(
      chosenOf(
        contender('a', 1, half),
        contender(
          'b',
          2,
          half.map((_, row) => (row % 2 ? 0.1 : NaN)),
        ),
      ),
    ).toBeUndefined();
  });
});
