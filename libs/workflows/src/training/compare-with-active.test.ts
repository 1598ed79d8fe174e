import { textTableOf } from '@leadlight/lead-table';
import { DAY_MS, seededRandom } from '@leadlight/common';
import { holdoutByTime } from '@leadlight/evaluation';
import { describe, expect, it } from 'vitest';
import type { AssessSettings } from './assessment/assess-settings.ts';
import type { Dataset } from './examples/dataset.ts';
import { fitPublished } from './segments/fit-published.ts';
import { modelFactsOf, learningFactsOf } from './model-facts.ts';
import { tableDataset } from './train-on-table.ts';
import { challengerProbabilities, compareWithActive } from './compare-with-active.ts';

const NOW = Date.UTC(2026, 0, 2);
const settings: AssessSettings = { learner: 'best', seed: 1, threshold: 0.5, holdout: 0.2, quick: true };

/** 1,500 leads over a year; leads with more visits convert more often. */
function leads(): Dataset {
  const random = seededRandom(1);
  const rows = Array.from({ length: 1500 }, (_, row) => {
    const visits = Math.floor(random() * 20);
    const noise = Math.floor(random() * 20);
    const won = random() < 0.05 + 0.02 * visits;
    const created = new Date(NOW - (1500 - row) * (DAY_MS / 4)).toISOString();
    return [created, String(visits), String(noise), random() < 0.5 ? 'a' : 'b', won ? 'yes' : 'no'];
  });
  const header = ['created', 'visits', 'noise', 'kind', 'won'];
  const outcome = { kind: 'label', column: 'won' } as const;
  return tableDataset({ title: 't', table: textTableOf(header, rows), outcome, createdColumn: 'created' }, NOW).dataset;
}

const dataset = leads();
const split = holdoutByTime({ ...dataset.times!, groups: [dataset.leads] });
const everyRow = Int32Array.from(dataset.labels.keys());

function activeModel(over: Dataset, trainedAt: number, given: Partial<AssessSettings> = {}) {
  const learning = { ...settings, ...given };
  const rows = everyRow.filter((row) => over.times!.settledAt[row]! <= trainedAt);
  const facts = { schema: JSON.parse(JSON.stringify(over.schema)) as never, learning: learningFactsOf(learning) };
  const model = fitPublished(over, 'logistic', rows, learning, undefined, facts);
  const entry = { id: 'm1', version: 1, trainedAt };
  return { entry, model, schema: modelFactsOf(model).schema, threshold: 0.5 };
}

describe('compareWithActive', () => {
  it('uses no outcome of the compared rows for the fields or the learner', () => {
    const flipped = { ...dataset, labels: dataset.labels.slice() };
    for (const row of split.test) flipped.labels[row] = 1 - flipped.labels[row]!;
    expect(challengerProbabilities(flipped, split, settings)).toEqual(
      challengerProbabilities(dataset, split, settings),
    );
  });

  it('ignores conversions after the split in its search for leakage', () => {
    const { splitAt, train } = split;
    // Every lead of kind b converts, but only after the split.
    const kind = dataset.schema.features.findIndex(({ name }) => name === 'kind');
    const isB = dataset.table.valuesOf(kind, everyRow).map((value) => value === 'b');
    const filled: Dataset = {
      ...dataset,
      rawColumns: (rows) =>
        dataset.rawColumns(rows).map((column) => ({
          ...column,
          hasCurrentValues: false,
          values: column.field === 'kind' ? Array.from(rows, (row) => (isB[row] ? 'b' : null)) : column.values,
        })),
    };
    const convertedAfter = (afterMs: number): Dataset => ({
      ...filled,
      goalReachedAt: Float64Array.from(isB, (b) => (b ? splitAt! + afterMs : Number.NaN)),
    });
    expect(train.filter((row) => isB[row]).length).toBeGreaterThan(100);
    expect(challengerProbabilities(convertedAfter(DAY_MS), split, settings)).toEqual(
      challengerProbabilities(filled, split, settings),
    );
    expect(challengerProbabilities(convertedAfter(-DAY_MS), split, settings)).not.toEqual(
      challengerProbabilities(filled, split, settings),
    );
  });

  it('compares on rows settled since the active model was trained, with that model as it is', () => {
    const trainedAt = dataset.times!.settledAt[1100]!;
    const compared = compareWithActive(
      { challenger: dataset, active: dataset },
      activeModel(dataset, trainedAt),
      settings,
    );
    expect(compared).toMatchObject({ on: 'settled_since', rows: 399 });
    expect(compared.difference.challenger).toBe('within noise');
  });

  it('does not learn from other leads of a compared company', () => {
    const trainedAt = dataset.times!.settledAt[1100]!;
    const active = activeModel(dataset, trainedAt);
    const companies = Array.from(dataset.labels, (_, row) => (row % 4 === 0 ? 'A large one' : `c${row}`));
    const grouped = { ...dataset, groups: [companies] };
    const flipped = { ...grouped, labels: dataset.labels.slice() };
    for (let row = 0; row <= 1100; row += 4) flipped.labels[row] = 1 - flipped.labels[row]!;
    const logistic = { ...settings, learner: 'logistic' } as const;
    const compared = (challenger: Dataset) => compareWithActive({ challenger, active: dataset }, active, logistic);
    expect(compared(flipped)).toEqual(compared(grouped));
    expect(compared({ ...flipped, groups: [] })).not.toEqual(compared({ ...grouped, groups: [] }));
  });

  it('compares on the newest fifth if too little settled since, with the active model retrained with its own settings', () => {
    const active = activeModel(dataset, NOW, { halfLifeDays: 2 });
    const compared = compareWithActive({ challenger: dataset, active: dataset }, active, {
      ...settings,
      learner: 'logistic',
    });
    expect(compared).toMatchObject({ on: 'newest_fifth', rows: split.test.length });
    // With a half-life of two days it learns from a handful of leads.
    expect(compared.difference.challenger).toBe('better');
    const same = compareWithActive({ challenger: dataset, active: dataset }, active, {
      ...settings,
      learner: 'logistic',
      halfLifeDays: 2,
    });
    expect(same.difference.difference).toBe(0);
  });
});
