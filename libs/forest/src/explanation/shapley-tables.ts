import type { Ensemble } from '../ensemble.ts';
import { NODE_WORDS } from '../core/shapley.ts';
import { gaussLegendre, type Quadrature } from './quadrature.ts';

/** Everything about a forest's Shapley values that does not depend on the row; see `core/shapley.ts` for the shapes. */
export interface ShapleyTables {
  readonly trees: Int32Array;
  readonly nodes: Int32Array;
  /** Work space, then constants. */
  readonly numbers: Float64Array;
  /** Where the upward vectors start in the work space. */
  readonly upwardStart: number;
  /** Most inner nodes of a tree + 1. */
  readonly stateCount: number;
  /** Mean raw prediction by the trees' covers. */
  readonly base: number;
}

/** An inner node with what its path says. */
interface InnerNode {
  readonly place: number;
  /** Product of the cover shares of earlier conditions on the same feature; 1 without any. */
  readonly share: number;
  /** The nearest earlier node on the path with the same feature, and the side on which this one lies. */
  readonly prior: number;
  readonly side: number;
  readonly shares: readonly [number, number];
  readonly children: readonly [number, number];
}

interface TreeShape {
  /** Inner nodes, those with an inner child first, parents before children. */
  readonly nodes: readonly InnerNode[];
  readonly withInnerChild: number;
  /** Even number of points that integrates the longest path exactly. */
  readonly points: number;
  readonly mean: number;
}

const isLeaf = (ensemble: Ensemble, place: number) => ensemble.left[place] === place;

function coverShares({ cover }: Ensemble, left: number): readonly [number, number] {
  const sum = cover[left] + cover[left + 1];
  return sum > 0 ? [cover[left] / sum, cover[left + 1] / sum] : [0.5, 0.5];
}

interface Step {
  readonly prior: number;
  readonly side: number;
  readonly share: number;
}

/** Walks one tree and notes, for every inner node, what the path says about its feature. */
function analyseTree(ensemble: Ensemble, root: number): TreeShape {
  const { split, left, value } = ensemble;
  const found: InnerNode[] = [];
  let longest = 0;
  let mean = 0;
  // The conditions of the path that is being walked, by feature.
  const path = new Map<number, Step>();
  const visit = (place: number, reach: number): void => {
    if (isLeaf(ensemble, place)) {
      longest = Math.max(longest, path.size);
      mean += reach * value[place];
      return;
    }
    const feature = split[place] >>> 17;
    const before = path.get(feature);
    const { prior, side, share } = before ?? { prior: -1, side: -1, share: 1 };
    const shares = coverShares(ensemble, left[place]);
    const children = [left[place], left[place] + 1] as const;
    found.push({ place, share, prior, side, shares, children });
    for (const taken of [0, 1]) {
      path.set(feature, { prior: place, side: taken, share: share * shares[taken] });
      visit(children[taken], reach * shares[taken]);
    }
    if (before) path.set(feature, before);
    else path.delete(feature);
  };
  visit(root, 1);
  const hasInner = (node: InnerNode) => node.children.some((child) => !isLeaf(ensemble, child));
  const upper = found.filter(hasInner);
  const nodes = [...upper, ...found.filter((node) => !hasInner(node))];
  return { nodes, withInnerChild: upper.length, points: Math.max(2, 2 * Math.ceil(longest / 4)), mean };
}

/**
 * The two vectors of a node at which the path's conditions on its feature hold: z(1 − x) / b and z / b², b = z + x(1 − z),
 * where z is the product of the cover shares at the earlier conditions.
 */
function computeVectors(z: number, points: Float64Array): number[] {
  const b = Array.from(points, (x) => z + x * (1 - z));
  return [...b.map((value, q) => (z * (1 - points[q])) / value), ...b.map((value) => z / (value * value))];
}

/** A growing array of numbers that stands behind the work space. */
class Constants {
  readonly #start: number;
  #numbers = new Float64Array(1024);
  #length = 0;

  constructor(start: number) {
    this.#start = start;
  }

  /** Appends numbers and tells where they will stand. */
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

  /** The work space, empty, and the constants behind it. */
  finish(): Float64Array {
    const all = new Float64Array(this.#start + this.#length);
    all.set(this.#numbers.subarray(0, this.#length), this.#start);
    return all;
  }
}

/** Constants that all trees of as many points share. */
interface SharedVectors {
  readonly rule: Quadrature;
  readonly weights: number;
  /** At a feature's first condition. */
  readonly fresh: number;
  /** For a row that left the branch before. */
  readonly left: number;
}

function addSharedVectors(points: number, constants: Constants): SharedVectors {
  const rule = gaussLegendre(points);
  return {
    rule,
    weights: constants.add(rule.weights),
    fresh: constants.add(computeVectors(1, rule.points)),
    left: constants.add([...new Array<number>(points).fill(1), ...new Array<number>(points).fill(0)]),
  };
}

/** Where a tree's vectors stand in the work space. */
interface WorkLayout {
  readonly up: number;
  /** Downward vectors of leaves go where nobody reads them. */
  readonly nowhere: number;
  readonly noPrior: number;
}

/** Words of all nodes of one tree. */
function encodeNodes(
  ensemble: Ensemble,
  shape: TreeShape,
  shared: SharedVectors,
  constants: Constants,
  work: WorkLayout,
) {
  const { points, withInnerChild: withInner, nodes } = shape;
  const numberOf = new Map(nodes.map((node, k) => [node.place, k]));
  const valueOf = (place: number) => ensemble.value[place] * ensemble.scale;
  return nodes.flatMap((node, k) => {
    const vectors = node.prior < 0 ? shared.fresh : constants.add(computeVectors(node.share, shared.rule.points));
    const numbers = constants.add([...node.shares, ...node.children.map(valueOf)]);
    const inner = node.children.map((child) => numberOf.get(child));
    const upward = node.children.map((child, i) => {
      const number = inner[i];
      if (number !== undefined) return work.up + number * points;
      return k < withInner ? constants.add(new Array<number>(points).fill(valueOf(child))) : 0;
    });
    const downward = inner.map((number) => (number === undefined ? work.nowhere : number * points));
    const prior = numberOf.get(node.prior) ?? work.noPrior;
    return [ensemble.split[node.place], prior, node.side, vectors, numbers, ...upward, ...downward];
  });
}

/** Works out all constants of a forest. */
export function createShapleyTables(ensemble: Ensemble): ShapleyTables {
  const shapes = Array.from(ensemble.roots, (root) => analyseTree(ensemble, root));
  const widest = shapes.reduce((most, shape) => Math.max(most, shape.nodes.length), 1);
  const mostPoints = shapes.reduce((most, shape) => Math.max(most, shape.points), 2);
  const work = { up: (widest + 1) * mostPoints, nowhere: widest * mostPoints, noPrior: widest };
  const constants = new Constants(work.up + widest * mostPoints);
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
    return [...record, vectors.weights, vectors.left];
  });
  const mean = shapes.reduce((sum, shape) => sum + shape.mean, 0);
  return {
    trees: Int32Array.from(trees),
    nodes,
    numbers: constants.finish(),
    upwardStart: work.up,
    stateCount: widest + 1,
    base: ensemble.offset + ensemble.scale * mean,
  };
}
