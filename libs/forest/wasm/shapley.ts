/**
 * `src/core/shapley.ts` in SIMD: the same sums in the same order, two points at a time. Nearly all trees have four points, and a
 * loop of their own.
 */

export const TREE_WORDS: i32 = 5;
export const LOWEST_NODE_WORDS: i32 = 5;
export const UPPER_NODE_WORDS: i32 = 11;
export const COLUMN_BYTES: i32 = 16;

// @ts-ignore: decorator
@inline function stateOf(node: usize, size: i32, states: usize, columns: usize): i32 {
  const right = (load<i32>(node, 4) - load<i32>(columns + load<u32>(node))) >> 31;
  const failed = (0 - (load<i32>(states + load<u32>(node, 8)) ^ load<i32>(node, 12))) >> 31;
  return (right & size & ~failed) | ((size + size) & failed);
}

// @ts-ignore: decorator
@inline function spread(p: usize, left: usize, right: usize, r: usize, q: usize): void {
  const whole = v128.load(p + q);
  const part = f64x2.mul(whole, v128.load(r + q));
  v128.store(right + q, part);
  v128.store(left + q, f64x2.sub(whole, part));
}

/** What the node adds to its feature's sums. */
// @ts-ignore: decorator
@inline function fold(out: usize, p: usize, left: usize, right: usize, r: usize, k: usize, q: usize): v128 {
  const value = v128.load(left + q);
  const d = f64x2.sub(value, v128.load(right + q));
  v128.store(out + q, f64x2.sub(value, f64x2.mul(v128.load(r + q), d)));
  return f64x2.mul(f64x2.mul(v128.load(p + q), v128.load(k + q)), d);
}

// @ts-ignore: decorator
@inline function product(p: usize, k: usize, q: usize): v128 {
  return f64x2.mul(v128.load(p + q), v128.load(k + q));
}

// @ts-ignore: decorator
@inline function childVector(node: usize, side: usize, t: usize, states: usize): usize {
  return t + load<u32>(node + (side << 3), 28) + load<u32>(states + load<u32>(node + (side << 3), 32));
}

/** `spread` of four points. The second half has offsets in its instructions, which costs no additions. */
// @ts-ignore: decorator
@inline function spreadFour(p: usize, left: usize, right: usize, r: usize): void {
  spread(p, left, right, r, 0);
  const whole = v128.load(p, 16);
  const part = f64x2.mul(whole, v128.load(r, 16));
  v128.store(right, part, 16);
  v128.store(left, f64x2.sub(whole, part), 16);
}

/** `product` of four points, with the gains behind the vector at `r`. */
// @ts-ignore: decorator
@inline function productOfFour(sum: v128, p: usize, r: usize): v128 {
  const first = f64x2.add(sum, f64x2.mul(v128.load(p), v128.load(r, 32)));
  return f64x2.add(first, f64x2.mul(v128.load(p, 16), v128.load(r, 48)));
}

/** `fold` of four points. */
// @ts-ignore: decorator
@inline function foldFour(sum: v128, out: usize, p: usize, left: usize, right: usize, r: usize): v128 {
  const a = v128.load(left);
  const b = v128.load(left, 16);
  const c = f64x2.sub(a, v128.load(right));
  const d = f64x2.sub(b, v128.load(right, 16));
  v128.store(out, f64x2.sub(a, f64x2.mul(v128.load(r), c)));
  v128.store(out, f64x2.sub(b, f64x2.mul(v128.load(r, 16), d)), 16);
  const first = f64x2.add(sum, f64x2.mul(f64x2.mul(v128.load(p), v128.load(r, 32)), c));
  return f64x2.add(first, f64x2.mul(f64x2.mul(v128.load(p, 16), v128.load(r, 48)), d));
}

/** Bytes of two vectors of four points. */
const FOUR_POINTS: i32 = 64;

/** Explains a row by one tree. `size` is the length of two vectors in bytes. */
// @ts-ignore: decorator
@inline function explainTree(
  first: usize,
  upper: i32,
  lowest: i32,
  size: i32,
  t: usize,
  up: usize,
  states: usize,
  columns: usize,
  phi: usize,
): void {
  const length = <usize>size >> 1;
  let node = first;
  let state = states;
  let p = t;
  const upperEnd = states + ((<usize>upper) << 2);
  while (state < upperEnd) {
    const chosen = stateOf(node, size, states, columns);
    store<i32>(state, chosen);
    const r = t + load<u32>(node, 16) + <usize>chosen;
    const left = t + load<u32>(node, 20);
    const right = t + load<u32>(node, 24);
    if (size === FOUR_POINTS) spreadFour(p, left, right, r);
    else for (let q: usize = 0; q < length; q += 16) spread(p, left, right, r, q);
    node += UPPER_NODE_WORDS << 2;
    state += 4;
    p += length;
  }
  const end = upperEnd + ((<usize>lowest) << 2);
  while (state < end) {
    const chosen = stateOf(node, size, states, columns);
    store<i32>(state, chosen);
    const r = t + load<u32>(node, 16) + <usize>chosen;
    const to = phi + load<u32>(node);
    let sum = v128.load(to);
    if (size === FOUR_POINTS) sum = productOfFour(sum, p, r);
    else for (let q: usize = 0; q < length; q += 16) sum = f64x2.add(sum, product(p, r + length, q));
    v128.store(to, sum);
    node += LOWEST_NODE_WORDS << 2;
    state += 4;
    p += length;
  }
  state = upperEnd;
  node = first + ((<usize>upper * UPPER_NODE_WORDS) << 2);
  p = t + <usize>upper * length;
  while (state > states) {
    node -= UPPER_NODE_WORDS << 2;
    state -= 4;
    p -= length;
    const left = childVector(node, 0, t, states);
    const right = childVector(node, 1, t, states);
    const r = t + load<u32>(node, 16) + load<u32>(state);
    const to = phi + load<u32>(node);
    let sum = v128.load(to);
    if (size === FOUR_POINTS) sum = foldFour(sum, p + up, p, left, right, r);
    else for (let q: usize = 0; q < length; q += 16) sum = f64x2.add(sum, fold(p + up, p, left, right, r, r + length, q));
    v128.store(to, sum);
  }
}

export function explainTrees(
  trees: I32s,
  firstTree: i32,
  treeCount: i32,
  nodes: I32s,
  t: F64s,
  up: i32,
  states: I32s,
  columns: I32s,
  row: i32,
  phi: F64s,
): void {
  const numbers = changetype<usize>(t);
  const ofRow = changetype<usize>(columns) + <usize>row;
  const sums = changetype<usize>(phi) + <usize>row;
  for (let tree: i32 = firstTree; tree < treeCount; tree++) {
    const record = tree * TREE_WORDS;
    const first = changetype<usize>(nodes) + ((<usize>trees[record]) << 2);
    const upper = trees[record + 1];
    const lowest = trees[record + 2];
    const points = trees[record + 3];
    memory.copy(numbers, numbers + <usize>trees[record + 4], (<usize>points) << 3);
    if (points === 4) explainTree(first, upper, lowest, FOUR_POINTS, numbers, <usize>up, changetype<usize>(states), ofRow, sums);
    else explainTree(first, upper, lowest, points << 4, numbers, <usize>up, changetype<usize>(states), ofRow, sums);
  }
}
