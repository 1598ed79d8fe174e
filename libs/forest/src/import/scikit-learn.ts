import type { BinnedTreeModel } from '../prediction/tree-model.ts';
import { fieldReader, MAX_IMPORT_DEPTH } from './field-reader.ts';
import { importForest, type ImportContext, type ImportedTree } from './import-model.ts';
import { edgeForLessOrEqual } from './thresholds.ts';

const read = fieldReader('scikit-learn');

function parseTree(value: unknown): ImportedTree {
  const tree = read.object(value, 'a tree');
  const column = (name: string) => read.numbers(tree[name], name);
  const [left, right, feature, threshold] = ['left', 'right', 'feature', 'threshold'].map(column);
  const [rate, cover] = ['value', 'cover'].map(column);
  const missingLeft = tree['missing_left'] === undefined ? undefined : column('missing_left');
  const nodeAt = (node: number, depth: number): ImportedTree => {
    if (depth > MAX_IMPORT_DEPTH) return read.reject('a tree is too deep');
    if (left[node] === undefined || rate[node] === undefined || !(cover[node] >= 0)) {
      return read.reject('its lists of nodes differ in length');
    }
    if (left[node] < 0) return { value: rate[node], cover: cover[node] };
    return {
      feature: feature[node],
      edge: edgeForLessOrEqual(threshold[node]),
      missingRight: missingLeft && missingLeft[node] === 0,
      left: nodeAt(left[node], depth + 1),
      right: nodeAt(right[node], depth + 1),
    };
  };
  return nodeAt(0, 0);
}

/**
 * Imports a scikit-learn forest of classification trees from the JSON that the snippet in docs/model-format/v1.md writes.
 * @throws ForestError `import_invalid`
 */
export function importScikitLearn(json: unknown, context: ImportContext): BinnedTreeModel {
  const { format, features, trees: list } = read.object(json, 'the forest');
  if (format !== 'leadlight-sklearn-forest-1') read.reject('its format is not "leadlight-sklearn-forest-1"');
  const trees = read.list(list, 'trees').map(parseTree);
  const names = read.texts(features, 'features');
  const scale = 1 / Math.max(1, trees.length);
  return importForest({ source: 'scikit-learn', names, trees, offset: 0, scale, link: 'share' }, context);
}
