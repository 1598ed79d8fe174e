import type { FeatureBins } from '../binning/feature-bins.ts';
import { LEAF, splitWord } from '../core/grow.ts';
import { endOfTree, joinTrees, type Ensemble, type Tree } from '../ensemble.ts';
import { joinBins, type JoinedBins } from './join-bins.ts';

/** A model whose raw predictions are added to others, and what they are multiplied by. */
export interface BlendMember {
  readonly bins: readonly FeatureBins[];
  readonly ensemble: Ensemble;
  readonly factor: number;
}

/** One ensemble on one set of bins. */
export interface JoinedModels {
  readonly bins: readonly FeatureBins[];
  readonly ensemble: Ensemble;
}

/**
 * One ensemble whose raw prediction is offset + Σ factor · raw prediction of each member, to the precision of float32 leaves. Its
 * bins keep every threshold of the members, so a row passes through the same branches as in each member alone.
 * @param members of the same columns in the same order
 * @returns undefined if the members order a column's categories differently
 */
export function joinModels(members: readonly BlendMember[], offset: number): JoinedModels | undefined {
  const features = members[0].bins.map((_, f) => joinBins(members.map(({ bins }) => bins[f])));
  if (!features.every((joined) => joined !== undefined)) return undefined;
  const trees = members.flatMap(({ ensemble, factor }, m) =>
    Array.from(ensemble.roots.keys(), (t) => convertTree(ensemble, t, factor * ensemble.scale, features, m)),
  );
  const start = members.reduce((sum, { ensemble, factor }) => sum + factor * ensemble.offset, offset);
  return { bins: features.map(({ feature }) => feature), ensemble: joinTrees(trees, start, 1) };
}

/** A member's tree on the joined bins. */
function convertTree(ensemble: Ensemble, t: number, factor: number, features: readonly JoinedBins[], m: number): Tree {
  const [from, to] = [ensemble.roots[t], endOfTree(ensemble, t)];
  const left = ensemble.left.slice(from, to).map((node) => node - from);
  return {
    split: ensemble.split
      .slice(from, to)
      .map((word, node) => (left[node] === node ? LEAF : convertSplit(word, features, m))),
    left,
    value: ensemble.value.slice(from, to).map((value) => factor * value),
    cover: ensemble.cover.slice(from, to),
  };
}

function convertSplit(word: number, features: readonly JoinedBins[], m: number): number {
  const [feature, missingRight, threshold] = [word >>> 17, (word >>> 16) & 1, word & 0xffff];
  return splitWord(feature, missingRight, features[feature].lastLeftOf[m](threshold + missingRight));
}
