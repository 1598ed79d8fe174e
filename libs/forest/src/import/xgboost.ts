import { log } from '../core/math.ts';
import type { BinnedTreeModel } from '../prediction/tree-model.ts';
import { fieldReader, parseNodeLists } from './field-reader.ts';
import { checkFeatureNames, checkTreeCount, importLimits, NodeCount } from './import-limits.ts';
import { importForest, type ImportContext, type ImportedTree } from './import-model.ts';
import { edgeForLess } from './thresholds.ts';

const read = fieldReader('xgboost');

function parseTree(value: unknown, count: NodeCount): ImportedTree {
  const tree = read.object(value, 'a tree');
  count.add(read.list(tree['left_children'], 'left_children').length);
  const column = (name: string) => read.numbers(tree[name], name);
  const defaultLeft = read.list(tree['default_left'], 'default_left');
  if (read.list(tree['categories_nodes'] ?? [], 'categories_nodes').length > 0) {
    read.reject('it splits on categories; encode them as numbers');
  }
  // A condition is the value of a leaf or the threshold of an inner node.
  const condition = column('split_conditions');
  return parseNodeLists(read, {
    left: column('left_children'),
    right: column('right_children'),
    feature: column('split_indices'),
    value: condition,
    cover: column('sum_hessian'),
    edgeOf: (node) => edgeForLess(condition[node]),
    missingRight: (node) => !defaultLeft[node],
  });
}

/** Log odds that every prediction starts from. `base_score` is a text, in newer versions in brackets. */
function parseBaseScore(baseScore: unknown): number {
  const text = read.quote(baseScore);
  const share = Number(text.replace(/^\[|\]$/g, ''));
  return share > 0 && share < 1 ? log(share) - log(1 - share) : read.reject(`base_score is ${text}`);
}

/** The names of the features, or `f0`, `f1` and so on where the file has only their number. */
function parseNames(featureNames: unknown, numFeature: unknown): readonly string[] {
  const names = read.texts(featureNames, 'feature_names');
  if (names.length > 0) return checkFeatureNames('xgboost', names);
  const count = Number(read.quote(numFeature));
  if (!Number.isInteger(count) || count < 1 || count > importLimits.features) {
    read.reject(`num_feature is ${read.quote(numFeature)}, not a number from 1 to ${importLimits.features}`);
  }
  return Array.from({ length: count }, (_, f) => `f${f}`);
}

/**
 * Imports an xgboost model with the objective `binary:logistic` from the JSON that `save_model('model.json')` writes.
 * @throws ForestError `import_invalid`
 */
export function importXgboost(json: unknown, context: ImportContext): BinnedTreeModel {
  const learner = read.object(read.object(json, 'the model')['learner'], 'learner');
  const objective = read.object(learner['objective'], 'objective')['name'];
  if (objective !== 'binary:logistic') read.reject(`its objective is ${read.quote(objective)}, not binary:logistic`);
  const booster = read.object(learner['gradient_booster'], 'gradient_booster');
  if (booster['name'] !== 'gbtree') read.reject(`its booster is ${read.quote(booster['name'])}, not gbtree`);
  const parameters = read.object(learner['learner_model_param'], 'learner_model_param');
  const names = parseNames(learner['feature_names'] ?? [], parameters['num_feature']);
  const given = read.list(read.object(booster['model'], 'model')['trees'], 'trees');
  checkTreeCount('xgboost', given);
  const count = new NodeCount('xgboost');
  const trees = given.map((tree) => parseTree(tree, count));
  const offset = parseBaseScore(parameters['base_score']);
  return importForest({ source: 'xgboost', names, trees, offset, scale: 1, link: 'log odds' }, context);
}
