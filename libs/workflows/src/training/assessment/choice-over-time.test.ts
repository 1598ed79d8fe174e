import { DAY_MS, seededRandom } from '@leadlight/common';
import { logLoss } from '@leadlight/evaluation';
import { textTableOf } from '@leadlight/lead-table';
import type { LearnerId } from '@leadlight/learners';
import { beforeAll, describe, expect, it } from 'vitest';
import { noProgress } from '../../ports/index.ts';
import { takeRows, type Dataset } from '../examples/dataset.ts';
import type { LeadTable } from '../examples/table-outcomes.ts';
import { learningSettingsOf } from '../model-facts.ts';
import { tableDataset, trainOnTable } from '../train-on-table.ts';
import { fitContenders, predictByContenders, type FittedContenders } from './contenders.ts';
import { originsWithin } from './origins.ts';

const NOW = Date.UTC(2026, 0, 2);
const ROWS = 3_000;
const PERIODS = 6;

interface LeadOptions {
  readonly withDates: boolean;
  /** How much a visit raises the probability in one period, and lowers it in the next. */
  readonly visitsHelp?: number;
}

/**
 * Larger companies convert more often at all times; visits help in one period and hurt in the next. `catalogue` rises with time, so
 * a tree learns from it which period it is, and expects the next one to be like the last.
 */
function leadTable({ withDates, visitsHelp = 0.05 }: LeadOptions): LeadTable {
  const random = seededRandom(23);
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const visits = Math.floor(random() * 10);
    const size = Math.floor(random() * 10);
    const sign = Math.floor((row * PERIODS) / ROWS) % 2 === 0 ? 1 : -1;
    const chance = 0.4 + visitsHelp * sign * (visits - 4.5) + 0.03 * (size - 4.5);
    const created = new Date(NOW - (ROWS - row) * (DAY_MS / 8)).toISOString();
    return [created, String(visits), String(size), String(row), random() < chance ? 'yes' : 'no'];
  });
  const header = ['created', 'visits', 'size', 'catalogue', 'won'];
  const outcome = { kind: 'label', column: 'won' } as const;
  const dated = withDates ? { createdColumn: 'created' } : { exclude: ['created'] };
  return { title: 'leads', table: textTableOf(header, rows), outcome, ...dated };
}

const leads = (options: LeadOptions): Dataset => tableDataset(leadTable(options), NOW).dataset;

interface WeightedMember {
  readonly learner: LearnerId;
  readonly weight: number;
}

const steady = ['logistic', 'naive-bayes'];
const learners = ['naive-bayes', 'logistic', 'boosting', 'blend'] as const;
const period = ROWS / PERIODS;
const older = Int32Array.from({ length: ROWS - period }, (_, row) => row);
const newest = Int32Array.from({ length: period }, (_, index) => ROWS - period + index);

describe('fitContenders on leads whose outcomes depend on the time', () => {
  const dated = leads({ withDates: true });
  const undated = leads({ withDates: false });
  let byTime: FittedContenders;
  let byCrossValidation: FittedContenders;
  beforeAll(() => {
    byTime = fitContenders(dated, older, { seed: 1 }, noProgress, learners);
    byCrossValidation = fitContenders(undated, older, { seed: 1 }, noProgress, learners);
  });

  const lossOn = (dataset: Dataset, trained: FittedContenders) => {
    const { probabilities } = predictByContenders(dataset, older, newest, trained).find(
      ({ id }) => id === trained.winner,
    )!;
    return logLoss({ labels: takeRows(dataset.labels, newest), probabilities });
  };

  it('compares on newer rows where there are dates, so what held in the past only is behind', () => {
    expect(byTime.comparedOn).toBe('newer rows');
    const logLossOf = (id: string) => byTime.comparisons.find((each) => each.id === id)!.logLoss;
    for (const id of steady) expect(logLossOf(id)).toBeLessThan(logLossOf('boosting') - 0.02);
    expect([...steady, 'blend']).toContain(byTime.winner);
  });

  it('weighs the members of the blend by their predictions of newer rows', () => {
    const weights = (trained: FittedContenders) =>
      new Map(
        (trained.fitted.get('blend')!.model.facts['blend'] as unknown as WeightedMember[]).map(
          ({ learner, weight }) => [learner, weight] as const,
        ),
      );
    expect(weights(byTime).get('boosting')).toBeLessThan(0.15);
    expect(weights(byCrossValidation).get('boosting')).toBeGreaterThan(0.5);
  });

  it('chooses by cross-validation where there are none, which does not see the change', () => {
    expect(byCrossValidation.comparedOn).toBe('all rows');
    expect(steady).not.toContain(byCrossValidation.winner);
  });

  it('predicts the newest leads better by the choice on newer rows', () => {
    expect(lossOn(dated, byTime)).toBeLessThan(lossOn(undated, byCrossValidation) - 0.02);
  });

  it('publishes the blend with the weights that were measured', () => {
    const settings = { learner: 'best', seed: 1, threshold: 0.5, holdout: 0.2, allow: ['catalogue'] } as const;
    const { model, report } = trainOnTable(leadTable({ withDates: true, visitsHelp: 0 }), settings, NOW, noProgress);
    expect(model.learner).toBe('blend');
    const shown = report.facts.find(({ name }) => name === 'weights in the blend')!.value;
    const members = model.facts['blend'] as unknown as WeightedMember[];
    expect(members.length).toBeGreaterThan(1);
    const trainedWith = learningSettingsOf(model, 1).blendWeights!;
    for (const { learner, weight } of members) {
      expect(shown).toContain(` ${weight.toFixed(2)}`);
      expect(trainedWith[learner]).toBeCloseTo(weight, 9);
    }
  });

  it('chooses by cross-validation in a quick training, and where a learner is chosen already', () => {
    const compared = (settings: object) =>
      fitContenders(dated, older, { seed: 1, ...settings }, noProgress, ['naive-bayes', 'logistic']).comparedOn;
    expect(compared({})).toBe('newer rows');
    expect(compared({ quick: true })).toBe('all rows');
    expect(compared({ learner: 'logistic' })).toBe('all rows');
  });

  it('reports the progress of all trainings', () => {
    const steps: [number, number][] = [];
    const progress = { ...noProgress, update: (_: string, done: number, total: number) => steps.push([done, total]) };
    fitContenders(dated, older, { seed: 1 }, progress, ['naive-bayes', 'logistic']);
    expect(steps).toEqual([1, 2, 3, 4, 5, 6].map((done) => [done, 6]));
  });
});

describe('originsWithin', () => {
  const labels = Uint8Array.from({ length: 1_000 }, (_, row) => (row >> 1) % 2);
  const asOf = Float64Array.from({ length: 1_000 }, (_, row) => (999 - row) * DAY_MS);
  const settledAt = asOf.map((at) => at + 10 * DAY_MS);
  const dataset = { labels, leads: Int32Array.from(labels.keys()), times: { asOf, settledAt } } as unknown as Dataset;
  const rows = Int32Array.from({ length: 500 }, (_, index) => 2 * index);

  it('predicts each newer fifth of the rows by the settled rows before it', () => {
    const origins = originsWithin(dataset, rows);
    expect(origins.map(({ test }) => test.length)).toEqual([100, 100]);
    for (const { train, test } of origins) {
      const start = Math.min(...takeRows(asOf, test));
      expect(Math.max(...takeRows(settledAt, train))).toBeLessThanOrEqual(start);
      expect([...train, ...test].every((row) => rows.includes(row))).toBe(true);
    }
    const [older, newer] = origins.map(({ test }) => takeRows(asOf, test));
    expect(Math.max(...older!)).toBeLessThan(Math.min(...newer!));
  });

  it('leaves out leads of the part that is predicted', () => {
    const paired = { ...dataset, leads: dataset.leads.map((row) => row % 600) };
    for (const { train, test } of originsWithin(paired, Int32Array.from(labels.keys()))) {
      const tested = new Set(takeRows(paired.leads, test));
      expect(takeRows(paired.leads, train).some((lead) => tested.has(lead))).toBe(false);
    }
  });

  it('leaves out parts with too few outcomes before them, and has none without dates', () => {
    const late = { ...dataset, labels: labels.map((label, row) => (asOf[row]! < 700 * DAY_MS ? 0 : label)) };
    expect(originsWithin(late, Int32Array.from(labels.keys()))).toHaveLength(1);
    expect(originsWithin({ ...dataset, times: undefined }, rows)).toEqual([]);
  });
});
