import type { Ensemble } from '../ensemble.ts';
import { NODE_WORDS } from '../core/shapley.ts';
import { gaussLegendre, type Quadrature } from './quadrature.ts';

/** What a forest's Shapley values need and no row changes; see `core/shapley.ts` for the shapes. */
export interface ShapleyTables {
  readonly trees: Int32Array;
  readonly nodes: Int32Array;
  /** Work space, followed by constants. */
  readonly numbers: Float64Array;
  /** Offset of the upward vectors in the work space. */
  readonly upwardStart: number;
  /** Maximal number of inner nodes of a tree, plus 1. */
  readonly stateCount: number;
  /** Mean raw prediction by the trees' covers. */
  readonly base: number;
}

/** An inner node and the conditions of its path on its feature. */
interface InnerNode {
  readonly node: number;
  /** Product of the cover shares at earlier conditions on the same feature; 1 where there are none. */
  readonly share: number;
  /** The previous node on the path with the same feature, and the side of it on which this node lies. */
  readonly prior: number;
  readonly side: number;
  readonly shares: readonly [number, number];
  readonly children: readonly [number, number];
}

interface TreeShape {
  /** Inner nodes: those with an inner child first, and parents before children. */
  readonly nodes: readonly InnerNode[];
  readonly withInnerChild: number;
  /** Number of points, even, that integrates the longest path exactly. */
  readonly points: number;
  readonly mean: number;
}

const isLeaf = (ensemble: Ensemble, node: number) => ensemble.left[node] === node;

function coverShares({ cover }: Ensemble, left: number): readonly [number, number] {
  const sum = cover[left] + cover[left + 1];
  return sum > 0 ? [cover[left] / sum, cover[left + 1] / sum] : [0.5, 0.5];
}

interface Step {
  readonly prior: number;
  readonly side: number;
  readonly share: number;
}

/** Walks one tree and records, for each inner node, the conditions of the path on its feature. */
function analyseTree(ensemble: Ensemble, root: number): TreeShape {
  const { split, left, value } = ensemble;
  const visited: InnerNode[] = [];
  let longest = 0;
  let mean = 0;
  // The last condition of the current path on each feature.
  const path = new Map<number, Step>();
  const visit = (node: number, reach: number): void => {
    if (isLeaf(ensemble, node)) {
      longest = Math.max(longest, path.size);
      mean += reach * value[node];
      return;
    }
    const feature = split[node] >>> 17;
    const before = path.get(feature);
    const { prior, side, share } = before ?? { prior: -1, side: -1, share: 1 };
    const shares = coverShares(ensemble, left[node]);
    const children = [left[node], left[node] + 1] as const;
    visited.push({ node, share, prior, side, shares, children });
    for (const taken of [0, 1]) {
      path.set(feature, { prior: node, side: taken, share: share * shares[taken] });
      visit(children[taken], reach * shares[taken]);
    }
    if (before) path.set(feature, before);
    else path.delete(feature);
  };
  visit(root, 1);
  const hasInner = (node: InnerNode) => node.children.some((child) => !isLeaf(ensemble, child));
  const upper = visited.filter(hasInner);
  const nodes = [...upper, ...visited.filter((node) => !hasInner(node))];
  return { nodes, withInnerChild: upper.length, points: Math.max(2, 2 * Math.ceil(longest / 4)), mean };
}

/**
 * The two vectors of a node where the row meets the path's earlier conditions on its feature: z(1 − x) / b and z / b², with
 * b = z + x(1 − z) and z the product of the cover shares at these conditions.
 */
function computeVectors(z: number, points: Float64Array): number[] {
  const b = Array.from(points, (x) => z + x * (1 - z));
  return [...b.map((value, q) => (z * (1 - points[q])) / value), ...b.map((value) => z / (value * value))];
}

/** A growing array of constants that follows the work space. */
class Constants {
  readonly #start: number;
  #numbers = new Float64Array(1024);
  #length = 0;

  constructor(start: number) {
    this.#start = start;
  }

  /** Appends numbers. @returns their offset behind the work space */
  add(numbers: ArrayLike<number>): number {
    const needed = this.#length + numbers.length;
    if (needed > this.#numbers.length) {
      const larger = new Float64Array(Math.max(needed, 2 * this.#numbers.length));
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers.set(numbers, this.#length);
    this.#length = needed;
    return this.#start + needed - numbers.length;
  }

  /** The empty work space, followed by the constants. */
  finish(): Float64Array {
    const all = new Float64Array(this.#start + this.#length);
    all.set(this.#numbers.subarray(0, this.#length), this.#start);
    return all;
  }
}

/** Constants that trees with the same number of points share; offsets except for the rule. */
interface SharedVectors {
  readonly rule: Quadrature;
  readonly weights: number;
  /** For a feature's first condition. */
  readonly fresh: number;
  /** For a row that failed an earlier condition on the feature. */
  readonly failed: number;
}

function addSharedVectors(points: number, constants: Constants): SharedVectors {
  const rule = gaussLegendre(points);
  return {
    rule,
    weights: constants.add(rule.weights),
    fresh: constants.add(computeVectors(1, rule.points)),
    failed: constants.add([...new Array<number>(points).fill(1), ...new Array<number>(points).fill(0)]),
  };
}

/** Offsets in the work space. */
interface WorkLayout {
  readonly up: number;
  /** Where the downward vectors of leaves go, which are never read. */
  readonly unused: number;
  readonly noPrior: number;
}

/** The words of all nodes of one tree. */
function encodeNodes(
  ensemble: Ensemble,
  shape: TreeShape,
  shared: SharedVectors,
  constants: Constants,
  work: WorkLayout,
) {
  const { points, withInnerChild, nodes } = shape;
  const numberOf = new Map(nodes.map((node, k) => [node.node, k]));
  const valueOf = (node: number) => ensemble.value[node] * ensemble.scale;
  return nodes.flatMap((node, k) => {
    const vectors = node.prior < 0 ? shared.fresh : constants.add(computeVectors(node.share, shared.rule.points));
    const numbers = constants.add([...node.shares, ...node.children.map(valueOf)]);
    const inner = node.children.map((child) => numberOf.get(child));
    const upward = node.children.map((child, i) => {
      const number = inner[i];
      if (number !== undefined) return work.up + number * points;
      return k < withInnerChild ? constants.add(new Array<number>(points).fill(valueOf(child))) : 0;
    });
    const downward = inner.map((number) => (number === undefined ? work.unused : number * points));
    const prior = numberOf.get(node.prior) ?? work.noPrior;
    return [ensemble.split[node.node], prior, node.side, vectors, numbers, ...upward, ...downward];
  });
}

export function createShapleyTables(ensemble: Ensemble): ShapleyTables {
  const shapes = Array.from(ensemble.roots, (root) => analyseTree(ensemble, root));
  const maxInnerNodes = shapes.reduce((max, shape) => Math.max(max, shape.nodes.length), 1);
  const maxPoints = shapes.reduce((max, shape) => Math.max(max, shape.points), 2);
  const work = { up: (maxInnerNodes + 1) * maxPoints, unused: maxInnerNodes * maxPoints, noPrior: maxInnerNodes };
  const constants = new Constants(work.up + maxInnerNodes * maxPoints);
  const shared = new Map<number, SharedVectors>();
  const count = shapes.reduce((sum, shape) => sum + shape.nodes.length, 0);
  const nodes = new Int32Array(count * NODE_WORDS);
  let first = 0;
  const trees = shapes.flatMap((shape) => {
    const vectors = shared.get(shape.points) ?? addSharedVectors(shape.points, constants);
    shared.set(shape.points, vectors);
    nodes.set(encodeNodes(ensemble, shape, vectors, constants, work), first * NODE_WORDS);
    const record = [first, shape.withInnerChild, shape.nodes.length - shape.withInnerChild, shape.points];
    first += shape.nodes.length;
    return [...record, vectors.weights, vectors.failed];
  });
  const mean = shapes.reduce((sum, shape) => sum + shape.mean, 0);
  return {
    trees: Int32Array.from(trees),
    nodes,
    numbers: constants.finish(),
    upwardStart: work.up,
    stateCount: maxInnerNodes + 1,
    base: ensemble.offset + ensemble.scale * mean,
  };
}
