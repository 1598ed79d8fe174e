import type { FeatureBins } from '../binning/feature-bins.ts';
import { ForestError } from '../errors.ts';

/** A split word has no room for higher bin numbers. */
const MAX_THRESHOLDS_PER_FEATURE = 65_000;

const word = new Float32Array(1);
const bits = new Int32Array(word.buffer);

/** The next float32 towards +infinity; `x` is finite and exact in float32. */
function nextFloat32(x: number): number {
  if (x === 0) return 2 ** -149;
  word[0] = x;
  bits[0] += x > 0 ? 1 : -1;
  return word[0];
}

const double = new Float64Array(1);
const long = new BigInt64Array(double.buffer);

/** The next float64 towards -infinity. */
export function previousDouble(x: number): number {
  if (x === 0) return -Number.MIN_VALUE;
  double[0] = x;
  long[0] += x > 0 ? -1n : 1n;
  return double[0];
}

/**
 * The largest float64 that, rounded to float32 as scikit-learn and xgboost do with their input, is at most `threshold`.
 */
export function edgeForLessOrEqual(threshold: number): number {
  const rounded = Math.fround(threshold);
  const last = rounded <= threshold ? rounded : -nextFloat32(-rounded);
  const middle = (last + nextFloat32(last)) / 2;
  return Math.fround(middle) === last ? middle : previousDouble(middle);
}

/** The largest float64 that, rounded to float32, is below `threshold`, itself a float32. */
export const edgeForLess = (threshold: number): number => edgeForLessOrEqual(-nextFloat32(-Math.fround(threshold)));

/** Collects all edges of a model, so that every threshold becomes a bin edge. */
export class EdgeCollector {
  readonly #edges: readonly Set<number>[];
  readonly #names: readonly string[];

  constructor(names: readonly string[]) {
    this.#names = names;
    this.#edges = names.map(() => new Set<number>());
  }

  /** @throws ForestError `import_invalid` where the feature does not exist or the edge is not finite */
  add(feature: number, edge: number): void {
    const edges = this.#edges[feature];
    if (!edges || !Number.isFinite(edge)) {
      const reason = edges
        ? `a threshold of "${this.#names[feature]}" is not finite`
        : `a split is on feature ${feature}, which does not exist`;
      throw new ForestError('import_invalid', { source: 'given', reason });
    }
    edges.add(edge);
  }

  /** The bins of all features, and a function that finds the bin of an edge. */
  finish(): { readonly bins: readonly FeatureBins[]; readonly binOf: (feature: number, edge: number) => number } {
    const bins = this.#names.map((name, f): FeatureBins => {
      const edges = Float64Array.from(this.#edges[f]).sort();
      if (edges.length > MAX_THRESHOLDS_PER_FEATURE) {
        throw new ForestError('import_invalid', { source: 'given', reason: `"${name}" has too many thresholds` });
      }
      return { kind: 'numeric', name, edges };
    });
    const binsByEdge = bins.map((feature) =>
      feature.kind === 'numeric'
        ? new Map(Array.from(feature.edges, (edge, i) => [edge, i + 1]))
        : new Map<number, number>(),
    );
    return { bins, binOf: (feature, edge) => binsByEdge[feature].get(edge) ?? 0 };
  }
}
