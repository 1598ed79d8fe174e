import type { Ensemble } from '../ensemble.ts';
import { COLUMN_BYTES, LOWEST_NODE_WORDS, UPPER_NODE_WORDS } from '../core/shapley.ts';
import { gaussLegendre, type Quadrature } from './quadrature.ts';

/** What a forest's Shapley values need and no row changes; see `core/shapley.ts` for the shapes. */
export interface ShapleyTables {
  readonly trees: Int32Array;
  readonly nodes: Int32Array;
  /** Work space, followed by constants. */
  readonly numbers: Float64Array;
  /** Offset of the upward vectors in the work space, in bytes. */
  readonly upwardStart: number;
  /** Maximal number of inner nodes of a tree, plus 1. */
  readonly stateCount: number;
  /** Mean raw prediction by the trees' covers. */
  readonly base: number;
}

/** An inner node and the conditions of its path on its feature. */
interface InnerNode {
  readonly node: number;
  readonly depth: number;
  /** Product of the cover shares at earlier conditions on the same feature; 1 where there are none. */
  readonly share: number;
  /** The previous node on the path with the same feature, and the side of it on which this node lies. */
  readonly prior: number;
  readonly side: number;
  readonly shares: readonly [number, number];
  readonly children: readonly [number, number];
}

interface TreeShape {
  /**
   * Inner nodes: those with an inner child first. Of these, the ones whose inner children all have two leaves come last, grouped by
   * `families`; their children come first among the nodes with two leaves, in the same order. The others are level by level.
   */
  readonly nodes: readonly InnerNode[];
  readonly upper: number;
  /** How many of the upper nodes have two children with two leaves, a left one only, and a right one only. */
  readonly families: readonly [number, number, number];
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
  const visit = (node: number, reach: number, depth: number): void => {
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
    visited.push({ node, depth, share, prior, side, shares, children });
    for (const taken of [0, 1]) {
      path.set(feature, { prior: node, side: taken, share: share * shares[taken] });
      visit(children[taken], reach * shares[taken], depth + 1);
    }
    if (before) path.set(feature, before);
    else path.delete(feature);
  };
  visit(root, 1, 0);
  // Neighbours on one level do not wait for each other's results.
  visited.sort((a, b) => a.depth - b.depth);
  return {
    ...arrange(ensemble, visited),
    points: Math.max(2, 2 * Math.ceil(longest / 4)),
    mean,
  };
}

/** Orders inner nodes, given level by level. */
function arrange(ensemble: Ensemble, visited: readonly InnerNode[]): Pick<TreeShape, 'nodes' | 'upper' | 'families'> {
  const isInner = (child: number) => !isLeaf(ensemble, child);
  const lowest = new Map(visited.filter(({ children }) => !children.some(isInner)).map((node) => [node.node, node]));
  const lowestOf = ({ children }: InnerNode) => children.map((child) => lowest.get(child));
  const upper = visited.filter(({ node }) => !lowest.has(node));
  const isParent = ({ children }: InnerNode) => children.every((child) => !isInner(child) || lowest.has(child));
  const parents = upper.filter(isParent);
  const families = [
    parents.filter((node) => lowestOf(node).every(Boolean)),
    parents.filter((node) => !lowestOf(node)[1]),
    parents.filter((node) => !lowestOf(node)[0]),
  ] as const;
  const children = families.flat().flatMap((node) => lowestOf(node).flatMap((child) => child ?? []));
  const placed = new Set(children);
  const others = [...lowest.values()].filter((node) => !placed.has(node));
  return {
    nodes: [...upper.filter((node) => !isParent(node)), ...families.flat(), ...children, ...others],
    upper: upper.length,
    families: [families[0].length, families[1].length, families[2].length],
  };
}

/** How a node divides its weight and its expected value in one state; see `explainTrees`. */
interface Division {
  /** [points] The right child's part. */
  readonly right: readonly number[];
  /** [points] The factor of the difference between left and right in the feature's Shapley value. */
  readonly gain: readonly number[];
}

/** The divisions in the three states of a node. */
function divisionsOf(
  { prior, share: z, shares: [left, right] }: InnerNode,
  { points }: Quadrature,
): readonly Division[] {
  const b = Array.from(points, (x) => z + x * (1 - z));
  const factors = b.map((value, q) => (z * (1 - points[q])) / value);
  const divisions = [
    { right: factors.map((factor) => right * factor), gain: b.map((value) => right * (z / (value * value))) },
    { right: factors.map((factor) => 1 - left * factor), gain: b.map((value) => -left * (z / (value * value))) },
    { right: b.map(() => right), gain: b.map(() => 0) },
  ];
  return prior < 0 ? divisions.slice(0, 2) : divisions;
}

/** Numbers in a line of the processor's cache. */
const LINE = 8;

/** A growing array of constants that follows the work space. */
class Constants {
  readonly #start: number;
  #numbers = new Float64Array(1024);
  #length = 0;

  constructor(start: number) {
    this.#start = start;
  }

  /** Appends numbers. A node's vectors start where a line of the cache does. @returns their offset behind the work space */
  add(numbers: ArrayLike<number>): number {
    if (numbers.length >= LINE) this.#length += (LINE - ((this.#start + this.#length) % LINE)) % LINE;
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

/** Offsets in the work space. */
interface WorkLayout {
  readonly up: number;
  /** A number beyond those of all nodes, for the downward vectors of leaves, which are never read. */
  readonly unusedNode: number;
  readonly noNode: number;
}

const toBytes = (numbers: number): number => numbers * Float64Array.BYTES_PER_ELEMENT;
const toStateBytes = (node: number): number => node * Int32Array.BYTES_PER_ELEMENT;

/** The words of all nodes of one tree. */
function encodeNodes(
  ensemble: Ensemble,
  { points, upper, nodes }: TreeShape,
  rule: Quadrature,
  constants: Constants,
  work: WorkLayout,
): readonly number[] {
  const numberOf = new Map(nodes.map((node, k) => [node.node, k]));
  const valueOf = (node: number) => ensemble.value[node] * ensemble.scale;
  const vectors = nodes.map((node, k) => {
    const divisions = divisionsOf(node, rule);
    if (k < upper) return constants.add(divisions.flatMap(({ right, gain }) => [...right, ...gain]));
    const [left, difference] = [valueOf(node.children[0]), valueOf(node.children[0]) - valueOf(node.children[1])];
    return constants.add(
      divisions.flatMap(({ right, gain }) => [
        ...right.map((part) => left - part * difference),
        ...gain.map((factor) => factor * difference),
      ]),
    );
  });
  const upward = (child: number) => {
    const number = numberOf.get(child);
    const vector =
      number === undefined ? constants.add(new Array<number>(points).fill(valueOf(child))) : vectors[number];
    const isLowest = number !== undefined && number >= upper;
    return number === undefined || isLowest
      ? [toBytes(vector), toStateBytes(isLowest ? number : work.noNode)]
      : [toBytes(work.up + number * points), toStateBytes(work.noNode)];
  };
  const downward = (child: number) => toBytes((numberOf.get(child) ?? work.unusedNode) * points);
  return nodes.flatMap(({ node, prior, side, children }, k) => {
    const word = ensemble.split[node];
    const column = 2 * (word >>> 17) + ((word >>> 16) & 1);
    const condition =
      prior < 0 ? [toStateBytes(work.noNode), 0] : [toStateBytes(numberOf.get(prior)!), side * toBytes(2 * points)];
    const common = [column * COLUMN_BYTES, word & 0xffff, ...condition, toBytes(vectors[k])];
    return k < upper ? [...common, ...children.map(downward), ...children.flatMap(upward)] : common;
  });
}

const wordsOf = ({ nodes, upper }: TreeShape): number =>
  upper * UPPER_NODE_WORDS + (nodes.length - upper) * LOWEST_NODE_WORDS;

export function createShapleyTables(ensemble: Ensemble): ShapleyTables {
  const shapes = Array.from(ensemble.roots, (root) => analyseTree(ensemble, root));
  const maxInnerNodes = shapes.reduce((max, shape) => Math.max(max, shape.nodes.length), 1);
  const maxPoints = shapes.reduce((max, shape) => Math.max(max, shape.points), 2);
  const work = { up: (maxInnerNodes + 1) * maxPoints, unusedNode: maxInnerNodes, noNode: maxInnerNodes };
  const constants = new Constants(work.up + maxInnerNodes * maxPoints);
  const rules = new Map<number, { readonly rule: Quadrature; readonly weights: number }>();
  const ruleFor = (points: number) => {
    const known = rules.get(points);
    if (known) return known;
    const rule = gaussLegendre(points);
    const added = { rule, weights: constants.add(rule.weights) };
    rules.set(points, added);
    return added;
  };
  const nodes = new Int32Array(shapes.reduce((sum, shape) => sum + wordsOf(shape), 0));
  let first = 0;
  const trees = shapes.flatMap((shape) => {
    const { rule, weights } = ruleFor(shape.points);
    nodes.set(encodeNodes(ensemble, shape, rule, constants, work), first);
    const lowest = shape.nodes.length - shape.upper;
    const record = [first, shape.upper, lowest, shape.points, toBytes(weights), ...shape.families];
    first += wordsOf(shape);
    return record;
  });
  const mean = shapes.reduce((sum, shape) => sum + shape.mean, 0);
  return {
    trees: Int32Array.from(trees),
    nodes,
    numbers: constants.finish(),
    upwardStart: toBytes(work.up),
    stateCount: maxInnerNodes + 1,
    base: ensemble.offset + ensemble.scale * mean,
  };
}
