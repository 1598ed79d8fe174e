import { textTableOf } from '@leadlight/lead-table';
import { seededRandom } from '@leadlight/common';
import {
  BinnedTreeModel,
  ForestError,
  javascriptEngine,
  OffsetModel,
  writeModel,
  type Json,
  type ValueOffset,
} from '@leadlight/forest';
import { describe, expect, it } from 'vitest';
import { assess } from '../assessment/assess.ts';
import type { Dataset } from '../examples/dataset.ts';
import { noProgress } from '../../ports/index.ts';
import { scoreRow, scoreRows } from '../../scoring/score-rows.ts';
import { tableDataset } from '../train-on-table.ts';
import { trainModel } from '../train-model.ts';
import { fitPublished } from './fit-published.ts';
import { writeModelFile, readModelFile } from './model-file.ts';
import type { SegmentedModel } from './segmented-model.ts';
import { modelForRow } from './segmented-model.ts';

const NOW = Date.UTC(2026, 0, 2);

/** In the north leads with many visits convert, in the south those with few; the west has hardly any leads. */
function leads(): Dataset {
  const random = seededRandom(5);
  const rows = Array.from({ length: 2400 }, (_, row) => {
    const region = row % 60 === 0 ? 'West' : row % 2 ? 'North' : 'South';
    const visits = Math.floor(random() * 20);
    const chance = region === 'South' ? 0.7 - 0.03 * visits : 0.1 + 0.03 * visits;
    return [region, String(visits), random() < chance ? 'yes' : 'no'];
  });
  const outcome = { kind: 'label', column: 'won' } as const;
  return tableDataset({ title: 'regions.csv', table: textTableOf(['Region', 'Visits', 'won'], rows), outcome }, NOW)
    .dataset;
}
const settings = { learner: 'logistic', seed: 1, threshold: 0.5, holdout: 0.3 } as const;
const dataset = leads();
const rows = Int32Array.from(dataset.labels.keys());

describe('evaluateSegments', () => {
  it('gives segments their own model if one model cannot distinguish them', () => {
    const { report, segments } = assess(dataset, { ...settings, segmentBy: 'Region' }, [], NOW, noProgress);
    const verdicts = Object.fromEntries(report.segments.map(({ segment, isWorthwhile }) => [segment, isWorthwhile]));
    // A logistic regression is additive: visits cannot have two meanings.
    expect(verdicts).toMatchObject({ North: true, South: true });
    expect(verdicts.West ?? false).toBe(false);
    expect(segments).toEqual({ by: 'Region', own: { North: 'model', South: 'model' } });
  });

  it('forms no segments by a leaking field, and the report says so', () => {
    const { labels } = dataset;
    const rows = Array.from(labels, (label, row) => [
      row % 9 ? (label ? 'Customer' : 'Open') : 'Open',
      String(row % 7),
      label ? 'yes' : 'no',
    ]);
    const outcome = { kind: 'label', column: 'won' } as const;
    const leaking = tableDataset(
      { title: 'leak.csv', table: textTableOf(['Stage', 'Visits', 'won'], rows), outcome },
      NOW,
    ).dataset;
    const { report, segments } = assess(leaking, { ...settings, segmentBy: 'Stage' }, [], NOW, noProgress);
    expect(segments).toBeUndefined();
    expect(report.facts).toContainEqual({ name: 'Segments', value: expect.stringContaining('Stage is left out') });
  });

  it('rejects a feature that is not categorical', () => {
    const attempt = () => assess(dataset, { ...settings, segmentBy: 'Visits' }, [], NOW, noProgress);
    expect(attempt).toThrow(/no column "Visits"\. .*Region/);
  });
});

describe('SegmentedModel', () => {
  const { model } = trainModel(dataset, { ...settings, segmentBy: 'Region' }, {}, NOW, noProgress);
  const stored = readModelFile(writeModelFile(model), javascriptEngine);
  const chance = (region: string | null, visits: number) => stored.predict([region, visits]);

  it('is saved in one file with the whole model, and predicts its segments', () => {
    expect(chance('North', 19)).toBeGreaterThan(chance('North', 0) + 0.2);
    expect(chance('South', 0)).toBeGreaterThan(chance('South', 19) + 0.2);
    const ofWhole = fitPublished(dataset, 'logistic', rows, settings).predict(['West', 10]);
    for (const other of ['West', 'East', null]) expect(Math.abs(chance(other, 10) - ofWhole)).toBeLessThan(0.05);
    expect(stored.predictTable(dataset.table.take(rows))).toEqual(model.predictTable(dataset.table.take(rows)));
    expect(Array.from(stored.predictTable(dataset.table.take([1, 2])))).toEqual(
      dataset.table.rowsAt([1, 2]).map((row) => stored.predict(row)),
    );
  });

  it('explains a lead with the model of its segment, so that the reasons add up to the score', () => {
    for (const row of [
      ['North', 19],
      ['South', 19],
      ['East', 3],
    ] as const) {
      const score = scoreRow(stored, dataset.schema, row, { threshold: 0.5, maxReasons: 5 });
      const points = score.reasons.reduce(
        (sum, reason) => sum + reason.points,
        score.baselineScore + score.otherPoints,
      );
      expect(points).toBe(score.score);
      expect(score.probability).toBeCloseTo(stored.predict(row), 12);
    }
    const visits = (region: string) =>
      scoreRow(stored, dataset.schema, [region, 19], { threshold: 0.5, maxReasons: 5 }).reasons.find(
        ({ feature }) => feature === 'Visits',
      )!.points;
    expect(visits('North')).toBeGreaterThan(0);
    expect(visits('South')).toBeLessThan(0);
  });

  it('ranks scores among all leads', () => {
    for (const region of ['North', 'West', 'East', null])
      expect(modelForRow(stored, [region, 3]).reference).toBe(stored.reference);
    expect(stored.reference.bins.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
  });

  it('rejects a file with invalid segments', () => {
    const whole = readModelFile(
      writeModelFile(trainModel(dataset, settings, {}, NOW, noProgress).model),
      javascriptEngine,
    );
    const { by, reference } = stored as SegmentedModel;
    const valid = JSON.parse(JSON.stringify({ by, reference, segments: { North: { logOdds: 0.5 } } }));
    const file = (segmentModels: Json) =>
      writeModel(
        new BinnedTreeModel({ ...(whole as BinnedTreeModel).parts, facts: { ...whole.facts, segmentModels } }),
      );
    expect(readModelFile(file(valid), javascriptEngine).predict(['North', 3])).toBeGreaterThan(
      whole.predict(['North', 3]),
    );
    for (const broken of [
      7,
      { ...valid, segments: { North: {} } },
      { ...valid, segments: null },
      { ...valid, reference: {} },
      { ...valid, by: 'Visits' },
      { ...valid, segments: { North: { file: 'AAAA' } } },
    ]) {
      expect(() => readModelFile(file(broken), javascriptEngine)).toThrow(ForestError);
    }
  });

  it('shifts the whole model by an offset in log odds', () => {
    const plan = { by: 'Region', own: { South: 'offset' } } as const;
    const shifted = readModelFile(
      writeModelFile(fitPublished(dataset, 'logistic', rows, settings, plan)),
      javascriptEngine,
    ) as SegmentedModel;
    const own = shifted.segments.get('South');
    expect(own?.kind).toBe('offset');
    const logit = (p: number) => Math.log(p / (1 - p));
    const shift = logit(shifted.predict(['South', 5])) - logit(shifted.whole.predict(['South', 5]));
    expect(shift).toBeCloseTo(own?.kind === 'offset' ? own.logOdds : Number.NaN, 6);
    expect(shifted.predict(['North', 5])).toBe(shifted.whole.predict(['North', 5]));
  });

  it('keeps offsets of values, which add to the log odds in every segment', () => {
    const offsets = [
      { feature: 'Region', value: 'South', logOdds: -1 },
      { feature: 'Region', value: 'West', logOdds: 0.5 },
    ];
    const file = writeModelFile(new OffsetModel(model, offsets));
    const shifted = readModelFile(file, javascriptEngine);
    expect(writeModelFile(shifted)).toEqual(file);
    const logOdds = (p: number) => Math.log(p / (1 - p));
    for (const [region, offset] of [
      ['South', -1],
      ['West', 0.5],
      ['North', 0],
    ] as const) {
      const row = [region, 7];
      expect(logOdds(shifted.predict(row)) - logOdds(stored.predict(row))).toBeCloseTo(offset, 6);
      const part = modelForRow(shifted, row);
      expect(part.calibrate(part.explain(row).raw)).toBe(shifted.predict(row));
      expect(modelForRow(shifted, row)).toBe(part);
    }
    const scores = scoreRows(shifted, dataset.schema, dataset.table.rowsAt([0, 1, 2, 3]), {
      threshold: 0.5,
      maxReasons: 0,
    });
    const single = dataset.table
      .rowsAt([0, 1, 2, 3])
      .map((row) => scoreRow(shifted, dataset.schema, row, { threshold: 0.5, maxReasons: 5 }));
    expect(scores.map(({ score, baselineScore }) => [score, baselineScore])).toEqual(
      single.map(({ score, baselineScore }) => [score, baselineScore]),
    );
  });

  it('rejects a file with offsets of a feature that is not categorical, or without log odds', () => {
    const file = (offsets: unknown) => writeModelFile(new OffsetModel(model, offsets as ValueOffset[]));
    expect(() => readModelFile(file([{ feature: 'Visits', value: '3', logOdds: 1 }]), javascriptEngine)).toThrow(
      /offset of "Visits"/,
    );
    expect(() => readModelFile(file([{ feature: 'Region', value: 'West' }]), javascriptEngine)).toThrow(
      /offsets are not log odds/,
    );
  });
});
