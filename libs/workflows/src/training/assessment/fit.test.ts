import { textTableOf } from '@leadlight/lead-table';
import { DAY_MS, seededRandom } from '@leadlight/common';
import type { LearnerId } from '@leadlight/learners';
import { describe, expect, it } from 'vitest';
import { tableDataset, trainOnTable } from '../train-on-table.ts';
import { fitContenders, learnersCompared, predictByContenders } from './contenders.ts';
import { noProgress } from '../../ports/index.ts';
import { fit } from './fit.ts';

const NOW = Date.UTC(2026, 0, 2);

/** Visits helped in the first half of the time and hurt in the second. */
function reversedLeads() {
  const random = seededRandom(11);
  const rows = Array.from({ length: 3000 }, (_, row) => {
    const visits = Math.floor(random() * 10);
    const size = Math.floor(random() * 10);
    const chance = 0.3 + (row < 1500 ? 0.05 : -0.05) * (visits - 4.5) + 0.02 * (size - 4.5);
    const created = new Date(NOW - (3000 - row) * (DAY_MS / 4)).toISOString();
    return [created, String(visits), String(size), random() < chance ? 'yes' : 'no'];
  });
  const header = ['created', 'visits', 'size', 'won'];
  const outcome = { kind: 'label', column: 'won' } as const;
  return tableDataset({ title: 't', table: textTableOf(header, rows), outcome, createdColumn: 'created' }, NOW).dataset;
}

describe('fit', () => {
  const dataset = reversedLeads();
  const rows = Int32Array.from(dataset.labels.keys());
  const rise = (settings: object, id: 'logistic' | 'forest' | 'boosting' = 'logistic') => {
    const { model } = fit(dataset, id, rows, { seed: 1, quick: true, ...settings });
    return model.predict([9, 5]) - model.predict([0, 5]);
  };

  it('weighs newer rows more with a half-life', () => {
    expect(Math.abs(rise({}))).toBeLessThan(0.1);
    expect(rise({ halfLifeDays: 60 })).toBeLessThan(-0.25);
    expect(rise({ halfLifeDays: null })).toBe(rise({}));
  });

  it.each(['forest', 'boosting'] as const)('applies monotonic constraints in %s', (id) => {
    const newest = { halfLifeDays: 60, monotonicConstraints: { visits: 'up' } };
    expect(rise(newest, id)).toBeGreaterThanOrEqual(0);
    expect(rise({ halfLifeDays: 60 }, id)).toBeLessThan(-0.1);
  });

  it('applies a class weight in training and calibrates the probabilities', () => {
    const { model } = fit(dataset, 'boosting', rows, { seed: 1, quick: true, classWeight: 5 });
    const mean = model.predictTable(dataset.table.take(rows)).reduce((sum, p) => sum + p, 0) / rows.length;
    expect(mean).toBeCloseTo(dataset.labels.reduce((sum, label) => sum + label, 0) / rows.length, 1);
    expect(model.predict([5, 5])).not.toBe(
      fit(dataset, 'boosting', rows, { seed: 1, quick: true }).model.predict([5, 5]),
    );
  });

  it('lets only learners win that support the constraints', () => {
    const winners = (settings: object) =>
      // Few enough for ml-random-forest to win without constraints.
      fitContenders(dataset, rows.subarray(0, 200), { seed: 1, ...settings })
        .entrants.filter(({ canWin }) => canWin)
        .map(({ id }) => id);
    expect(winners({})).toEqual(expect.arrayContaining(['logistic', 'naive-bayes', 'ml-random-forest']));
    expect(winners({ monotonicConstraints: { visits: 'up' } }).sort()).toEqual(['blend', 'boosting', 'forest']);
    expect(winners({ forbiddenInteractions: [['visits', 'size']] }).sort()).toEqual(['blend', 'boosting', 'forest']);
    expect(winners({ classWeight: 3 }).sort()).toEqual(['blend', 'boosting', 'forest']);
    expect(winners({ classWeight: 1 })).toContain('logistic');
  });

  it('trains the slow learner where it may be published, not where another one is chosen', () => {
    const comparedWith = (learner: LearnerId | 'best') =>
      fitContenders(dataset, rows.subarray(0, 640), { seed: 1, learner }).entrants.map(({ id }) => id);
    const others = ['base-rate', 'blend', 'boosting', 'forest', 'logistic', 'naive-bayes', 'rules'];
    expect(comparedWith('best').sort()).toEqual([...others, 'ml-random-forest'].sort());
    expect(comparedWith('logistic').sort()).toEqual(others);
  });

  it('leaves the blend and the slow learner out of a quick training unless they are chosen', () => {
    const comparedWith = (learner: LearnerId | 'best') =>
      learnersCompared({ seed: 1, learner, quick: true }).toSorted();
    const always: LearnerId[] = ['base-rate', 'boosting', 'forest', 'logistic', 'naive-bayes', 'rules'];
    expect(comparedWith('best')).toEqual(always);
    expect(comparedWith('blend')).toEqual([...always, 'blend'].sort());
    expect(comparedWith('ml-random-forest')).toEqual([...always, 'ml-random-forest'].sort());
  });

  it('trains the learner to publish on all rows, even a slow one', () => {
    const [train, test] = [rows.subarray(0, 640), rows.subarray(640, 800)];
    const lengthOf = (learner: LearnerId) => {
      const settings = { seed: 1, learner };
      const trained = fitContenders(dataset, train, settings, noProgress, ['ml-random-forest']);
      const [contender] = predictByContenders(dataset, train, test, trained);
      return [trained.fitted.get('ml-random-forest')!.outOfBag.length, contender!.name];
    };
    expect(lengthOf('ml-random-forest')).toEqual([640, 'ml-random-forest']);
    expect(lengthOf('logistic')).toEqual([500, 'ml-random-forest (on the newest 500)']);
  });

  it('chooses the thresholds of ml-random-forest on rows with out-of-bag predictions', () => {
    const header = ['created', 'visits', 'won'];
    const leads = Array.from({ length: 800 }, (_, row) => {
      const created = new Date(NOW - (800 - row) * DAY_MS).toISOString();
      return [created, String((row * 7) % 10), (row * 7) % 10 < 3 === row % 7 > 0 ? 'yes' : 'no'];
    });
    const table = { title: 't', table: textTableOf(header, leads), createdColumn: 'created' };
    const outcome = { kind: 'label', column: 'won', positive: ['yes'] } as const;
    const settings = { learner: 'ml-random-forest', seed: 1, threshold: 0.5, holdout: 0.2, allow: ['visits'] } as const;
    const { report } = trainOnTable({ ...table, outcome }, settings, NOW, noProgress);
    const bestF1 = report.thresholds.find(({ name }) => name === 'bestF1');
    // Three in ten have few visits. Six in seven of these convert, and one in seven of the others.
    expect(bestF1?.called).toBeCloseTo(0.3, 1);
  });
});
