import type { FeatureBins } from '../binning/feature-bins.ts';

/** Bins of one feature that keep every threshold of several models, and how a model's bins become these. */
export interface JoinedBins {
  readonly feature: FeatureBins;
  /** [models] The last joined bin that a threshold after the model's bin `lastLeft` sends left. */
  readonly lastLeftOf: readonly ((lastLeft: number) => number)[];
}

/** @returns undefined if the models order the feature's categories differently, so that no single order keeps their thresholds */
export function joinBins(models: readonly FeatureBins[]): JoinedBins | undefined {
  const numeric = models.filter((each) => each.kind === 'numeric');
  if (numeric.length === models.length) return joinEdges(numeric);
  const categorical = models.filter((each) => each.kind === 'categorical');
  return categorical.length === models.length ? joinCategories(categorical) : undefined;
}

type Numeric = Extract<FeatureBins, { kind: 'numeric' }>;
type Categorical = Extract<FeatureBins, { kind: 'categorical' }>;

function joinEdges(models: readonly Numeric[]): JoinedBins {
  const edges = Float64Array.from(new Set(models.flatMap((model) => Array.from(model.edges)))).sort();
  const numberOf = new Map(Array.from(edges, (edge, i) => [edge, i + 1]));
  return {
    feature: { kind: 'numeric', name: models[0].name, edges },
    lastLeftOf: models.map((model) => (lastLeft) => {
      if (lastLeft === 0) return 0;
      return lastLeft > model.edges.length ? edges.length + 1 : numberOf.get(model.edges[lastLeft - 1])!;
    }),
  };
}

function joinCategories(models: readonly Categorical[]): JoinedBins | undefined {
  const { name, categories } = models[0];
  const binsOf = models.map((model) => {
    const byCategory = new Map(model.categories.map((category, code) => [category, model.bins[code]]));
    return categories.map((category) => byCategory.get(category) ?? 0);
  });
  const known = categories.flatMap((_, code) => (binsOf.some((bins) => bins[code] > 0) ? [code] : []));
  if (known.some((code) => binsOf.some((bins) => bins[code] === 0))) return undefined;
  const compare = (a: number, b: number) => binsOf.reduce((order, bins) => order || bins[a] - bins[b], 0);
  const order = known.toSorted(compare);
  if (order.some((code, i) => i > 0 && binsOf.some((bins) => bins[code] < bins[order[i - 1]]))) return undefined;
  const joined = new Uint16Array(categories.length);
  let bin = 0;
  order.forEach((code, i) => {
    if (i === 0 || compare(order[i - 1], code) !== 0) bin++;
    joined[code] = bin;
  });
  return {
    feature: { kind: 'categorical', name, categories, bins: joined },
    lastLeftOf: binsOf.map((bins) => (lastLeft) => {
      const left = order.filter((code) => bins[code] <= lastLeft);
      return left.length === 0 ? 0 : joined[left[left.length - 1]];
    }),
  };
}
