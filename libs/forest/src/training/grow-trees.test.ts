import { describe, expect, it } from 'vitest';
import { binExamples } from '../binning/binned-examples.ts';
import { setCovers } from '../ensemble.ts';
import { javascriptEngine } from '../engine/javascript.ts';
import { createTreeGrower } from './grow-trees.ts';
import { drawBagCounts } from './out-of-bag.ts';
import { completeForestSettings } from './forest-settings.ts';
import { seededRandom } from '@leadlight/common';
import type { Examples } from '../table.ts';

function leads(rows: number): Examples {
  const next = seededRandom(rows);
  const columns = ['a', 'b', 'c'].map((name) => ({
    kind: 'numeric' as const,
    name,
    values: Float64Array.from({ length: rows }, () => (next() < 0.1 ? NaN : next())),
  }));
  const [a, b] = columns.map(({ values }) => values);
  return {
    rows,
    columns,
    labels: Uint8Array.from(a, (x, row) => (next() < (x > 0.6 ? 0.5 : 0.1) + b[row] / 3 ? 1 : 0)),
  };
}

describe('createTreeGrower', () => {
  // Below 8,192 and 131,072 rows the bins of a node are copied, and its rows renumbered.
  it.each([5_000, 20_000, 250_000])(
    'grows a tree whose covers count the rows that its conditions select, from %i leads',
    (rows) => {
      const examples = leads(rows);
      const settings = completeForestSettings({ maxDepth: 9, minLeaf: 20, featuresPerSplit: 2 }, rows, 3);
      const binned = binExamples(examples, settings, javascriptEngine);
      const tree = createTreeGrower(binned)(1);
      expect(tree.split.length).toBeGreaterThan(100);
      const { matrix } = binned.workspace.view;
      const counted = { ...tree, cover: new Float32Array(tree.cover.length) };
      setCovers(counted, drawBagCounts(binned, 1), (row, feature) => matrix[row * 3 + feature]);
      expect(counted.cover).toEqual(tree.cover);
    },
  );
});
