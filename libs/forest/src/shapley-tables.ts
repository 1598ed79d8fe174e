import type { Ensemble } from './ensemble.ts';
import { gaussLegendre, type Quadrature } from './quadrature.ts';

/** Everything about a forest's Shapley values that does not depend on the row; see `core/shapley.ts` for the shapes. */
export interface ShapleyTables {
  readonly trees: Int32Array;
  readonly nodes: Int32Array;
  /** Work space, then constants. */
  readonly numbers: Float64Array;
  /** Where the upward vectors start in the work space. */
  readonly up: number;
  /** Most inner nodes of a tree + 1. */
  readonly states: number;
  /** Mean raw prediction by the trees' covers. */
  readonly base: number;
}

const NODE_WORDS = 8;

/** An inner node with what its path says. */
interface InnerNode {
  readonly place: number;
  readonly feature: number;
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
  readonly withInner: number;
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
function shapeOf(ensemble: Ensemble, root: number): TreeShape {
  const { split, left, value } = ensemble;
  const found: InnerNode[] = [];
  let longest = 0;
  let mean = 0;
  const visit = (place: number, path: ReadonlyMap<number, Step>, reach: number): void => {
    if (isLeaf(ensemble, place)) {
      longest = Math.max(longest, path.size);
      mean += reach * value[place];
      return;
    }
    const feature = split[place] >>> 17;
    const { prior, side, share } = path.get(feature) ?? { prior: -1, side: -1, share: 1 };
    const shares = coverShares(ensemble, left[place]);
    const children = [left[place], left[place] + 1] as const;
    found.push({ place, feature, share, prior, side, shares, children });
    children.forEach((child, taken) => {
      const step = { prior: place, side: taken, share: share * shares[taken] };
      visit(child, new Map(path).set(feature, step), reach * shares[taken]);
    });
  };
  visit(root, new Map(), 1);
  const hasInner = (node: InnerNode) => node.children.some((child) => !isLeaf(ensemble, child));
  const upper = found.filter(hasInner);
  const nodes = [...upper, ...found.filter((node) => !hasInner(node))];
  return { nodes, withInner: upper.length, points: Math.max(2, 2 * Math.ceil(longest / 4)), mean };
}

/**
 * Factors of the two edges below a node and their Shapley weights, at one point t, in one state of the row: 0 = its path
 * holds so far and turns left, 1 = turns right, 2 = it has left this branch before. [left factor, right factor, left
 * weight, right weight]
 */
function edgeConstants(node: InnerNode, state: number, t: number, weight: number): readonly number[] {
  if (state === 2) return [node.shares[0], node.shares[1], 0, 0];
  const z = node.share;
  const before = z + t * (1 - z);
  const gainBefore = (1 - z) / before;
  const factors = node.shares.map((share, side) => {
    const after = z * share;
    return (side === state ? after + t * (1 - after) : after * (1 - t)) / before;
  });
  const gains = node.shares.map((share, side) => {
    const after = z * share;
    return side === state ? (1 - after) / (after + t * (1 - after)) : -1 / (1 - t);
  });
  return [
    factors[0],
    factors[1],
    factors[0] * (gains[0] - gainBefore) * weight,
    factors[1] * (gains[1] - gainBefore) * weight,
  ];
}

interface Writer {
  readonly numbers: number[];
  readonly start: number;
}

/** Constants of a node with an inner child: 3 states × (left and right factor, left and right weight) × points. */
function writeInner({ numbers }: Writer, node: InnerNode, { points, weights }: Quadrature): void {
  for (let state = 0; state < 3; state++) {
    const at = Array.from(points, (t, q) => edgeConstants(node, state, t, weights[q]));
    for (let part = 0; part < 4; part++) for (const constants of at) numbers.push(constants[part]);
  }
}

/** Constants of a node with two leaves, their values folded in: 3 states × (sum, weight) × points. */
function writeLeaves({ numbers }: Writer, node: InnerNode, values: readonly number[], rule: Quadrature): void {
  for (let state = 0; state < 3; state++) {
    const at = Array.from(rule.points, (t, q) => edgeConstants(node, state, t, rule.weights[q]));
    for (const [left, right] of at) numbers.push(left * values[0] + right * values[1]);
    for (const [, , left, right] of at) numbers.push(left * values[0] + right * values[1]);
  }
}

/** Works out all constants; about 0.1 s for 100 trees of depth 8. */
export function shapleyTables(ensemble: Ensemble): ShapleyTables {
  const shapes = Array.from(ensemble.roots, (root) => shapeOf(ensemble, root));
  const widest = Math.max(1, ...shapes.map((shape) => shape.nodes.length));
  const mostPoints = Math.max(...shapes.map((shape) => shape.points));
  const up = (widest + 1) * mostPoints;
  const start = up + widest * mostPoints;
  // Downward vectors of leaves go where nobody reads them.
  const nowhere = widest * mostPoints;
  const writer: Writer = { numbers: [], start };
  const rules = new Map<number, Quadrature>();
  const trees: number[] = [];
  const nodes: number[] = [];
  for (const shape of shapes) {
    const { points, withInner } = shape;
    const rule = rules.get(points) ?? gaussLegendre(points);
    rules.set(points, rule);
    trees.push(nodes.length / NODE_WORDS, withInner, shape.nodes.length - withInner, points);
    const numberOf = new Map(shape.nodes.map((node, k) => [node.place, k]));
    const valueOf = (place: number) => ensemble.value[place] * ensemble.scale;
    shape.nodes.forEach((node, k) => {
      const leaves = node.children.map((child) => {
        if (k >= withInner || !isLeaf(ensemble, child)) return -1;
        for (let q = 0; q < points; q++) writer.numbers.push(valueOf(child));
        return start + writer.numbers.length - points;
      });
      const record = [ensemble.split[node.place], numberOf.get(node.prior) ?? widest, node.side];
      record.push(start + writer.numbers.length);
      for (const [i, child] of node.children.entries()) {
        record.push(leaves[i] >= 0 ? leaves[i] : up + (numberOf.get(child) ?? 0) * points);
      }
      for (const child of node.children) record.push((numberOf.get(child) ?? -1) * points);
      for (let i = 6; i < NODE_WORDS; i++) if (record[i] < 0) record[i] = nowhere;
      nodes.push(...record);
      if (k < withInner) writeInner(writer, node, rule);
      else writeLeaves(writer, node, node.children.map(valueOf), rule);
    });
  }
  const numbers = new Float64Array(start + writer.numbers.length);
  numbers.set(writer.numbers, start);
  const mean = shapes.reduce((sum, shape) => sum + shape.mean, 0);
  return {
    trees: Int32Array.from(trees),
    nodes: Int32Array.from(nodes),
    numbers,
    up,
    states: widest + 1,
    base: ensemble.offset + ensemble.scale * mean,
  };
}
