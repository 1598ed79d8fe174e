import { LEAF } from '../core/grow.ts';
import { type Ensemble, endOfTree } from '../ensemble.ts';
import { ForestError } from '../errors.ts';

/** Deeper than any useful tree; bounds the walks over a tree. */
const MAX_DEPTH = 64;

const reject = (reason: string): never => {
  throw new ForestError('model_invalid', { reason });
};

function checkRoots({ roots, split }: Ensemble): void {
  if (roots.length === 0) reject('it has no trees');
  if (roots[0] !== 0) reject('its first tree does not start at the first node');
  for (let t = 1; t < roots.length; t++) if (roots[t] <= roots[t - 1]) reject('its trees are out of order');
  if (roots[roots.length - 1] >= split.length) reject('a tree starts beyond the last node');
}

function checkTree({ split, left, value, cover }: Ensemble, root: number, end: number, features: number): void {
  // Each node but the root must have exactly one parent, before it, so that every walk ends and visits no node twice.
  const depths = new Uint8Array(end - root);
  depths[0] = 1;
  for (let node = root; node < end; node++) {
    const depth = depths[node - root];
    if (depth === 0) reject('a node has no parent');
    if (!Number.isFinite(value[node])) reject('a node has no finite value');
    if (!(cover[node] >= 0 && cover[node] < Infinity)) reject('a node has no finite cover');
    const child = left[node];
    if (child === node) {
      if (split[node] !== LEAF) reject('a leaf has a condition');
      continue;
    }
    if (child <= node || child + 1 >= end) reject('a child is outside its tree');
    if (depths[child - root] !== 0 || depths[child + 1 - root] !== 0) reject('a node has two parents');
    if (split[node] >>> 17 >= features) reject('a split is on a feature that does not exist');
    if (depth >= MAX_DEPTH) reject('a tree is too deep');
    depths[child - root] = depth + 1;
    depths[child + 1 - root] = depth + 1;
  }
}

/** Rejects trees in which a walk could leave the tree or never end. @throws ForestError `model_invalid` */
export function checkEnsemble(ensemble: Ensemble, features: number): void {
  checkRoots(ensemble);
  for (let t = 0; t < ensemble.roots.length; t++) {
    checkTree(ensemble, ensemble.roots[t], endOfTree(ensemble, t), features);
  }
}
