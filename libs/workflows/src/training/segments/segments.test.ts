import { BinnedTreeModel, ForestError, javascriptEngine, writeModel, type Json } from '@leadlight/forest';
import { describe, expect, it } from 'vitest';
import { assess } from '../assessment/assess.ts';
import type { Dataset } from '../examples/dataset.ts';
import { noProgress } from '../../ports/index.ts';
import { scoreRow } from '../../scoring/score-rows.ts';
import { tableDataset } from '../train-on-table.ts';
import { trainModel } from '../train-model.ts';
import { fitPublished } from './fit-published.ts';
import { writeModelFile, readModelFile } from './model-file.ts';
import type { SegmentedModel } from './segmented-model.ts';
import { modelForRow } from './segmented-model.ts';

const NOW = Date.UTC(2026, 0, 2);

/** In the north many visits mean conversion, in the south few; the west has hardly any leads. */
function leads(): Dataset {
  let state = 5;
  const next = () => (state = (state * 16807) % 2147483647) / 2147483647;
  const rows = Array.from({ length: 2400 }, (_, row) => {
    const region = row % 60 === 0 ? 'West' : row % 2 ? 'North' : 'South';
    const visits = Math.floor(next() * 20);
    const chance = region === 'South' ? 0.7 - 0.03 * visits : 0.1 + 0.03 * visits;
    return [region, String(visits), next() < chance ? 'yes' : 'no'];
  });
  const outcome = { kind: 'label', column: 'won' } as const;
  return tableDataset({ title: 'regions.csv', header: ['Region', 'Visits', 'won'], rows, outcome }, NOW).dataset;
}
const settings = { learner: 'logistic', seed: 1, threshold: 0.5, holdout: 0.3 } as const;
const dataset = leads();
const rows = Int32Array.from(dataset.labels.keys());

describe('segments', () => {
  it('earn a model of their own where one for all cannot tell them apart', () => {
    const { report, segments } = assess(dataset, { ...settings, segmentBy: 'Region' }, [], NOW, noProgress);
    const verdicts = Object.fromEntries(report.segments.map(({ segment, earnsItsPlace }) => [segment, earnsItsPlace]));
    // A logistic regression adds up: it cannot let visits mean two things.
    expect(verdicts).toMatchObject({ North: true, South: true });
    expect(verdicts.West ?? false).toBe(false);
    expect(segments).toEqual({ by: 'Region', own: { North: 'model', South: 'model' } });
  });

  it('are not tried by a field that leaks: it is left out, and the report says so', () => {
    const { labels } = dataset;
    const rows = Array.from(labels, (label, row) => [
      row % 9 ? (label ? 'Customer' : 'Open') : 'Open',
      String(row % 7),
      label ? 'yes' : 'no',
    ]);
    const outcome = { kind: 'label', column: 'won' } as const;
    const leaking = tableDataset({ title: 'leak.csv', header: ['Stage', 'Visits', 'won'], rows, outcome }, NOW).dataset;
    const { report, segments } = assess(leaking, { ...settings, segmentBy: 'Stage' }, [], NOW, noProgress);
    expect(segments).toBeUndefined();
    expect(report.facts).toContainEqual({ name: 'Segments', value: expect.stringContaining('Stage is left out') });
  });

  it('must be categories that are there', () => {
    const judge = () => assess(dataset, { ...settings, segmentBy: 'Visits' }, [], NOW, noProgress);
    expect(judge).toThrow(/no column "Visits"\. Name one of the columns of the table: Region\./);
  });
});

describe('what segments have earned', () => {
  const { model } = trainModel(dataset, { ...settings, segmentBy: 'Region' }, {}, NOW, noProgress);
  const kept = readModelFile(writeModelFile(model), javascriptEngine);
  const chance = (region: string | null, visits: number) => kept.predict([region, visits]);

  it('is published with the whole model in one file, and scores their leads', () => {
    expect(chance('North', 19)).toBeGreaterThan(chance('North', 0) + 0.2);
    expect(chance('South', 0)).toBeGreaterThan(chance('South', 19) + 0.2);
    const everybody = fitPublished(dataset, 'logistic', rows, settings).predict(['West', 10]);
    for (const other of ['West', 'East', null]) expect(Math.abs(chance(other, 10) - everybody)).toBeLessThan(0.05);
    expect(kept.predictTable(dataset.table.take(rows))).toEqual(model.predictTable(dataset.table.take(rows)));
    expect(Array.from(kept.predictTable(dataset.table.take([1, 2])))).toEqual(
      dataset.table.rowsAt([1, 2]).map((row) => kept.predict(row)),
    );
  });

  it('explains a lead by the model that scored it: reasons and baseline add up to its score', () => {
    for (const row of [
      ['North', 19],
      ['South', 19],
      ['East', 3],
    ] as const) {
      const score = scoreRow(kept, dataset.schema, row, { threshold: 0.5, maxReasons: 5 });
      const points = score.reasons.reduce(
        (sum, reason) => sum + reason.points,
        score.baselineScore + score.otherPoints,
      );
      expect(points).toBe(score.score);
      expect(score.probability).toBeCloseTo(kept.predict(row), 12);
    }
    const visits = (region: string) =>
      scoreRow(kept, dataset.schema, [region, 19], { threshold: 0.5, maxReasons: 5 }).reasons.find(
        ({ feature }) => feature === 'Visits',
      )!.points;
    expect(visits('North')).toBeGreaterThan(0);
    expect(visits('South')).toBeLessThan(0);
  });

  it('leaves scores places among all leads', () => {
    for (const region of ['North', 'West', 'East', null])
      expect(modelForRow(kept, [region, 3]).reference).toBe(kept.reference);
    expect(kept.reference.bins.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
  });

  it('is refused where the file tells something else of segments', () => {
    const whole = readModelFile(
      writeModelFile(trainModel(dataset, settings, {}, NOW, noProgress).model),
      javascriptEngine,
    );
    const { by, reference } = kept as SegmentedModel;
    const told = JSON.parse(JSON.stringify({ by, reference, parts: { North: { logOdds: 0.5 } } }));
    const file = (segmentModels: Json) =>
      writeModel(
        new BinnedTreeModel({ ...(whole as BinnedTreeModel).parts, facts: { ...whole.facts, segmentModels } }),
      );
    expect(readModelFile(file(told), javascriptEngine).predict(['North', 3])).toBeGreaterThan(
      whole.predict(['North', 3]),
    );
    for (const broken of [
      7,
      { ...told, parts: { North: {} } },
      { ...told, parts: null },
      { ...told, reference: {} },
      { ...told, by: 'Visits' },
      { ...told, parts: { North: { file: 'AAAA' } } },
    ]) {
      expect(() => readModelFile(file(broken), javascriptEngine)).toThrow(ForestError);
    }
  });

  it('may be an offset: the whole model moved', () => {
    const plan = { by: 'Region', own: { South: 'offset' } } as const;
    const moved = readModelFile(
      writeModelFile(fitPublished(dataset, 'logistic', rows, settings, plan)),
      javascriptEngine,
    ) as SegmentedModel;
    const part = moved.parts.get('South');
    expect(part?.kind).toBe('offset');
    const logit = (p: number) => Math.log(p / (1 - p));
    const shift = logit(moved.predict(['South', 5])) - logit(moved.whole.predict(['South', 5]));
    expect(shift).toBeCloseTo(part?.kind === 'offset' ? part.logOdds : Number.NaN, 6);
    expect(moved.predict(['North', 5])).toBe(moved.whole.predict(['North', 5]));
  });
});
