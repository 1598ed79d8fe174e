import { describe, expect, it } from 'vitest';
import { silent } from '../ports/index.ts';
import { tableDataset } from '../train-model/train-on-table.ts';
import { assess } from './assess.ts';

const NOW = Date.UTC(2026, 0, 2);

/** In the north many visits mean conversion, in the south few; the west has hardly any leads. */
function leads() {
  let state = 5;
  const next = () => (state = (state * 16807) % 2147483647) / 2147483647;
  const rows = Array.from({ length: 2400 }, (_, row) => {
    const region = row % 60 === 0 ? 'West' : row % 2 ? 'North' : 'South';
    const visits = Math.floor(next() * 20);
    const chance = region === 'South' ? 0.5 - 0.02 * visits : 0.1 + 0.02 * visits;
    return [region, String(visits), next() < chance ? 'yes' : 'no'];
  });
  const outcome = { kind: 'label', column: 'won' } as const;
  return tableDataset({ title: 'regions.csv', header: ['Region', 'Visits', 'won'], rows, outcome }, NOW).dataset;
}
const settings = { learner: 'logistic', seed: 1, threshold: 0.5, holdout: 0.3 } as const;

describe('segments', () => {
  it('earn a model of their own where one for all cannot tell them apart', () => {
    const { report } = assess(leads(), { ...settings, segmentBy: 'Region' }, [], NOW, silent);
    const verdicts = Object.fromEntries(report.segments.map(({ segment, earnsItsPlace }) => [segment, earnsItsPlace]));
    // A logistic regression adds up: it cannot let visits mean two things.
    expect(verdicts).toMatchObject({ North: true, South: true });
    expect(verdicts.West ?? false).toBe(false);
  });

  it('must be categories that are there', () => {
    const judge = () => assess(leads(), { ...settings, segmentBy: 'Visits' }, [], NOW, silent);
    expect(judge).toThrow(/no column "Visits"; the table has: Region/);
  });
});
