import type { BinnedTreeModel } from '../prediction/tree-model.ts';
import { fieldReader, parseNodeLists } from './field-reader.ts';
import { checkFeatureNames, checkTreeCount, NodeCount } from './import-limits.ts';
import { importForest, type ImportContext, type ImportedTree } from './import-model.ts';
import { edgeForLessOrEqual } from './thresholds.ts';

const read = fieldReader('scikit-learn');

function parseTree(value: unknown, count: NodeCount): ImportedTree {
  const tree = read.object(value, 'a tree');
  count.add(read.list(tree['left'], 'left').length);
  const column = (name: string) => read.numbers(tree[name], name);
  const missingLeft = tree['missing_left'] === undefined ? undefined : column('missing_left');
  const threshold = column('threshold');
  return parseNodeLists(read, {
    left: column('left'),
    right: column('right'),
    feature: column('feature'),
    value: column('value'),
    cover: column('cover'),
    edgeOf: (node) => edgeForLessOrEqual(threshold[node]),
    missingRight: (node) => missingLeft && missingLeft[node] === 0,
  });
}

/**
 * Imports a scikit-learn forest of classification trees from the JSON that the snippet in docs/model-format/v1.md writes.
 * @throws ForestError `import_invalid`
 */
export function importScikitLearn(json: unknown, context: ImportContext): BinnedTreeModel {
  const { format, features, trees: list } = read.object(json, 'the forest');
  if (format !== 'leadlight-sklearn-forest-1') read.reject('its format is not "leadlight-sklearn-forest-1"');
  const names = checkFeatureNames('scikit-learn', read.texts(features, 'features'));
  const given = read.list(list, 'trees');
  checkTreeCount('scikit-learn', given);
  const count = new NodeCount('scikit-learn');
  const trees = given.map((tree) => parseTree(tree, count));
  const scale = 1 / Math.max(1, trees.length);
  return importForest({ source: 'scikit-learn', names, trees, offset: 0, scale, link: 'share' }, context);
}
