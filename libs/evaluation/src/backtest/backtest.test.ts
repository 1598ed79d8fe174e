import { seededRandom } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { backtest, pooledAuc } from './backtest.ts';
import { rollingOrigins } from './rolling-origins.ts';

const DAY = 86_400_000;
const START = Date.UTC(2025, 0, 1);
const random = seededRandom(31);
const ROWS = 3000;
const asOf = Array.from({ length: ROWS }, (_, row) => START + Math.floor((row / ROWS) * 365) * DAY);
const settledAt = asOf.map((at) => at + 30 * DAY);
const truth = asOf.map(() => random());
const labels = truth.map((probability) => Number(random() < probability));
const rows = { asOf, settledAt, groups: [asOf.map((_, row) => `lead ${Math.floor(row / 2)}`)] };

describe('rollingOrigins', () => {
  const splits = rollingOrigins(rows, labels, { months: 4 });

  it('tests on the latest months, each on what was settled before it', () => {
    expect(splits.map(({ splitAt }) => new Date(splitAt!).getUTCMonth())).toEqual([8, 9, 10, 11]);
    for (const { train, test, splitAt } of splits) {
      expect(Math.max(...Array.from(train, (row) => settledAt[row]!))).toBeLessThanOrEqual(splitAt!);
      expect(Math.min(...Array.from(test, (row) => asOf[row]!))).toBeGreaterThanOrEqual(splitAt!);
      expect(new Set(Array.from(test, (row) => new Date(asOf[row]!).getUTCMonth())).size).toBe(1);
    }
  });

  it('leaves out months with too little, and says so where none is left', () => {
    expect(rollingOrigins(rows, labels, { months: 40 }).length).toBeLessThan(12);
    expect(() => rollingOrigins(rows, labels, { minRows: 5000 })).toThrow(/longer history/);
  });
});

describe('backtest', () => {
  it('measures each month by a model that has not seen it', () => {
    const seen: number[][] = [];
    const result = backtest(rollingOrigins(rows, labels), labels, ({ train, test }) => {
      seen.push([train.length, test.length]);
      return Float64Array.from(test, (row) => truth[row]!);
    });
    expect(result.folds.map(({ trainRows, metrics }) => [trainRows, metrics.rows])).toEqual(seen);
    // Labels drawn from uniform probabilities: AUC = 5/6.
    expect(result.interval.low).toBeLessThan(5 / 6);
    expect(result.interval.high).toBeGreaterThan(5 / 6);
    expect(result.interval.high - result.interval.low).toBeLessThan(0.06);
  });
});

describe('backtest aucError', () => {
  it('is the error by lead, not by snapshot', () => {
    const four = <Value>(values: ArrayLike<Value>) =>
      Array.from(values).flatMap((value) => [value, value, value, value]);
    const snapshots = { asOf: four(asOf), settledAt: four(settledAt), groups: [four(rows.groups[0]!)] };
    const leads = four(asOf.map((_, lead) => lead));
    const p = four(truth);
    const errorBy = (key?: readonly number[]) => {
      const result = backtest(
        rollingOrigins(snapshots, four(labels)),
        four(labels),
        ({ test }) => Array.from(test, (row) => p[row]!),
        0.5,
        key,
      );
      return result.folds[0]!.aucError;
    };
    expect(errorBy(leads) / errorBy()).toBeGreaterThan(1.6);
    expect(errorBy(leads) / errorBy()).toBeLessThan(2.4);
  });
});

describe('pooledAuc', () => {
  const month = (auc: number, rows = 500) => ({ auc, rows, aucError: auc === 1 ? 0 : 0.5 / Math.sqrt(rows) });
  const width = (months: Parameters<typeof pooledAuc>[0]) => {
    const { interval } = pooledAuc(months);
    return interval.high - interval.low;
  };

  it('narrows with more months and widens where months disagree', () => {
    const steady = [0.8, 0.81, 0.79, 0.8].map((auc) => month(auc));
    const moody = [0.9, 0.71, 0.88, 0.7].map((auc) => month(auc));
    expect(width(steady)).toBeLessThan(width([month(0.8)]) * 0.75);
    expect(width([...steady, ...steady])).toBeLessThan(width(steady) * 0.65);
    expect(width(moody)).toBeGreaterThan(width(steady) * 3);
    expect(pooledAuc(steady).auc).toBeCloseTo(0.8, 3);
  });

  it('does not treat snapshots of the same leads in several months as independent', () => {
    const draw = (shift: number) => Float64Array.from({ length: 100 }, (_, at) => 0.8 + shift * Math.sin(at));
    const months = [0.8, 0.81, 0.79, 0.8].map((auc) => ({ ...month(auc), aucError: 0.0141 }));
    const dependent = months.map(() => draw(0.02));
    const independent = months.map((_, at) =>
      draw(0.02).map((auc, place) => 0.8 + (auc - 0.8) * ((place >> at) & 1 ? 1 : -1)),
    );
    const width = (draws: readonly Float64Array[]) => {
      const { interval } = pooledAuc(months, draws);
      return interval.high - interval.low;
    };
    expect(width(dependent)).toBeGreaterThan(width(independent) * 1.7);
  });

  it('weights a month by its size', () => {
    expect(pooledAuc([month(0.8, 5000), month(0.7, 50)]).auc).toBeGreaterThan(0.79);
  });

  it('handles a month that is ranked perfectly', () => {
    expect(pooledAuc([month(1), month(0.9)]).auc).toBeLessThanOrEqual(1);
    expect(width([month(1), month(1)])).toBeGreaterThan(0);
  });
});
