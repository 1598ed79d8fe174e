import { describe, expect, it } from 'vitest';
import { rawRow } from '../table.ts';
import { simulatedLeads } from '../testing/simulated-leads.ts';
import { trainForest } from '../training/train-forest.ts';

describe('BinnedTreeModel.predictRows', () => {
  const examples = simulatedLeads(2_000, 6);
  const { model } = trainForest(examples, { trees: 20 });
  const rows = Array.from({ length: 1_100 }, (_, row) => rawRow(examples, row));

  it.each([0, 1, 3, 4, 15, 16, 17, 1_100])('predicts %i rows as predict does', (count) => {
    const some = rows.slice(0, count);
    expect([...model.predictRows(some)]).toEqual(some.map((row) => model.predict(row)));
  });

  it('rejects a row that is too short', () => {
    const broken = rows.slice(0, 20).with(19, rows[19].slice(1));
    expect(() => model.predictRows(broken)).toThrow(expect.objectContaining({ code: 'row_length' }));
  });
});
