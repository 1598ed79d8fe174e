import { log } from '../core/math.ts';
import type { BinnedTreeModel } from '../prediction/tree-model.ts';
import { fieldReader, parseNodeLists } from './field-reader.ts';
import { importForest, type ImportContext, type ImportedTree } from './import-model.ts';
import { edgeForLess } from './thresholds.ts';

const read = fieldReader('xgboost');

function parseTree(value: unknown): ImportedTree {
  const tree = read.object(value, 'a tree');
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
  const share = Number(String(baseScore).replace(/^\[|\]$/g, ''));
  return share > 0 && share < 1 ? log(share) - log(1 - share) : read.reject(`base_score is ${String(baseScore)}`);
}

/**
 * Imports an xgboost model with the objective `binary:logistic` from the JSON that `save_model('model.json')` writes.
 * @throws ForestError `import_invalid`
 */
export function importXgboost(json: unknown, context: ImportContext): BinnedTreeModel {
  const learner = read.object(read.object(json, 'the model')['learner'], 'learner');
  const objective = read.object(learner['objective'], 'objective')['name'];
  if (objective !== 'binary:logistic') read.reject(`its objective is ${String(objective)}, not binary:logistic`);
  const booster = read.object(learner['gradient_booster'], 'gradient_booster');
  if (booster['name'] !== 'gbtree') read.reject(`its booster is ${String(booster['name'])}, not gbtree`);
  const trees = read.list(read.object(booster['model'], 'model')['trees'], 'trees').map(parseTree);
  const given = read.texts(learner['feature_names'] ?? [], 'feature_names');
  const parameters = read.object(learner['learner_model_param'], 'learner_model_param');
  const count = Number(parameters['num_feature']);
  const names = given.length > 0 ? given : Array.from({ length: count }, (_, f) => `f${f}`);
  const offset = parseBaseScore(parameters['base_score']);
  return importForest({ source: 'xgboost', names, trees, offset, scale: 1, link: 'log odds' }, context);
}
