/**
 * `src/core/shapley.ts` in SIMD: the same sums in the same order, two points at a time. Nearly all trees have four points, and a
 * loop of their own.
 */

export const TREE_WORDS: i32 = 8;
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

/** The state of the node with two leaves at `low`, which is stored. */
// @ts-ignore: decorator
@inline function lowestState(low: usize, state: usize, size: i32, states: usize, columns: usize): i32 {
  const chosen = stateOf(low, size, states, columns);
  store<i32>(state, chosen);
  return chosen;
}

/** Adds what a node with two leaves and the weights `a` and `b` at four points adds to its feature's sums. */
// @ts-ignore: decorator
@inline function addLowest(low: usize, a: v128, b: v128, r: usize, phi: usize): void {
  const to = phi + load<u32>(low);
  const first = f64x2.add(v128.load(to), f64x2.mul(a, v128.load(r, 32)));
  v128.store(to, f64x2.add(first, f64x2.mul(b, v128.load(r, 48))));
}

/** A node of which one or both children have two leaves, and another one is a leaf, with its children; four points. */
// @ts-ignore: decorator
@inline function explainParent(
  hasLeft: boolean,
  hasRight: boolean,
  node: usize,
  chosen: i32,
  low: usize,
  next: usize,
  p: usize,
  out: usize,
  size: i32,
  t: usize,
  states: usize,
  columns: usize,
  phi: usize,
): void {
  const r = t + load<u32>(node, 16) + <usize>chosen;
  const a = v128.load(p);
  const b = v128.load(p, 16);
  const ra = v128.load(r);
  const rb = v128.load(r, 16);
  const rightA = f64x2.mul(a, ra);
  const rightB = f64x2.mul(b, rb);
  let left: usize;
  let right: usize;
  if (hasLeft) {
    left = t + load<u32>(low, 16) + <usize>lowestState(low, next, size, states, columns);
    addLowest(low, f64x2.sub(a, rightA), f64x2.sub(b, rightB), left, phi);
  } else left = t + load<u32>(node, 28);
  if (hasRight) {
    const second = hasLeft ? low + (LOWEST_NODE_WORDS << 2) : low;
    right = t + load<u32>(second, 16) + <usize>lowestState(second, hasLeft ? next + 4 : next, size, states, columns);
    addLowest(second, rightA, rightB, right, phi);
  } else right = t + load<u32>(node, 36);
  const va = v128.load(left);
  const vb = v128.load(left, 16);
  const c = f64x2.sub(va, v128.load(right));
  const d = f64x2.sub(vb, v128.load(right, 16));
  v128.store(out, f64x2.sub(va, f64x2.mul(ra, c)));
  v128.store(out, f64x2.sub(vb, f64x2.mul(rb, d)), 16);
  const to = phi + load<u32>(node);
  const first = f64x2.add(v128.load(to), f64x2.mul(f64x2.mul(a, v128.load(r, 32)), c));
  v128.store(to, f64x2.add(first, f64x2.mul(f64x2.mul(b, v128.load(r, 48)), d)));
}

/** What `explainTree` does on the way up. */
// @ts-ignore: decorator
@inline function foldNode(node: usize, state: usize, p: usize, size: i32, t: usize, up: usize, states: usize, phi: usize): void {
  const length = <usize>size >> 1;
  const left = childVector(node, 0, t, states);
  const right = childVector(node, 1, t, states);
  const r = t + load<u32>(node, 16) + load<u32>(state);
  const to = phi + load<u32>(node);
  let sum = v128.load(to);
  if (size === FOUR_POINTS) sum = foldFour(sum, p + up, p, left, right, r);
  else for (let q: usize = 0; q < length; q += 16) sum = f64x2.add(sum, fold(p + up, p, left, right, r, r + length, q));
  v128.store(to, sum);
}

/** A node with two leaves. */
// @ts-ignore: decorator
@inline function explainLowest(low: usize, state: usize, p: usize, size: i32, t: usize, states: usize, columns: usize, phi: usize): void {
  const length = <usize>size >> 1;
  const r = t + load<u32>(low, 16) + <usize>lowestState(low, state, size, states, columns);
  const to = phi + load<u32>(low);
  let sum = v128.load(to);
  if (size === FOUR_POINTS) sum = productOfFour(sum, p, r);
  else for (let q: usize = 0; q < length; q += 16) sum = f64x2.add(sum, product(p, r + length, q));
  v128.store(to, sum);
}

/** Explains a row by one tree. `size` is the length of two vectors in bytes. */
// @ts-ignore: decorator
@inline function explainTree(
  record: usize,
  first: usize,
  size: i32,
  t: usize,
  up: usize,
  states: usize,
  columns: usize,
  phi: usize,
): void {
  const length = <usize>size >> 1;
  const upper = load<u32>(record, 4);
  const upperEnd = states + (upper << 2);
  const onlyRight = upperEnd - (load<u32>(record, 28) << 2);
  const onlyLeft = onlyRight - (load<u32>(record, 24) << 2);
  const parents = onlyLeft - (load<u32>(record, 20) << 2);
  let node = first;
  let state = states;
  let p = t;
  while (state < parents) {
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
  let low = first + ((upper * UPPER_NODE_WORDS) << 2);
  let next = upperEnd;
  if (size === FOUR_POINTS) {
    while (state < onlyLeft) {
      const chosen = lowestState(node, state, size, states, columns);
      explainParent(true, true, node, chosen, low, next, p, p + up, size, t, states, columns, phi);
      node += UPPER_NODE_WORDS << 2;
      state += 4;
      p += length;
      low += LOWEST_NODE_WORDS << 3;
      next += 8;
    }
    while (state < onlyRight) {
      const chosen = lowestState(node, state, size, states, columns);
      explainParent(true, false, node, chosen, low, next, p, p + up, size, t, states, columns, phi);
      node += UPPER_NODE_WORDS << 2;
      state += 4;
      p += length;
      low += LOWEST_NODE_WORDS << 2;
      next += 4;
    }
    while (state < upperEnd) {
      const chosen = lowestState(node, state, size, states, columns);
      explainParent(false, true, node, chosen, low, next, p, p + up, size, t, states, columns, phi);
      node += UPPER_NODE_WORDS << 2;
      state += 4;
      p += length;
      low += LOWEST_NODE_WORDS << 2;
      next += 4;
    }
  } else {
    while (state < upperEnd) {
      const chosen = lowestState(node, state, size, states, columns);
      const r = t + load<u32>(node, 16) + <usize>chosen;
      const left = t + load<u32>(node, 20);
      const right = t + load<u32>(node, 24);
      for (let q: usize = 0; q < length; q += 16) spread(p, left, right, r, q);
      const end = state < onlyLeft ? next + 8 : next + 4;
      while (next < end) {
        explainLowest(low, next, t + ((next - states) >> 2) * length, size, t, states, columns, phi);
        low += LOWEST_NODE_WORDS << 2;
        next += 4;
      }
      foldNode(node, state, p, size, t, up, states, phi);
      node += UPPER_NODE_WORDS << 2;
      state += 4;
      p += length;
    }
  }
  const end = upperEnd + (load<u32>(record, 8) << 2);
  p = t + ((next - states) >> 2) * length;
  while (next < end) {
    explainLowest(low, next, p, size, t, states, columns, phi);
    low += LOWEST_NODE_WORDS << 2;
    next += 4;
    p += length;
  }
  state = parents;
  const deeper = (parents - states) >> 2;
  node = first + ((deeper * UPPER_NODE_WORDS) << 2);
  p = t + deeper * length;
  while (state > states) {
    node -= UPPER_NODE_WORDS << 2;
    state -= 4;
    p -= length;
    foldNode(node, state, p, size, t, up, states, phi);
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
    const points = trees[record + 3];
    memory.copy(numbers, numbers + <usize>trees[record + 4], (<usize>points) << 3);
    const tables = changetype<usize>(trees) + ((<usize>record) << 2);
    const ofStates = changetype<usize>(states);
    if (points === 4) explainTree(tables, first, FOUR_POINTS, numbers, <usize>up, ofStates, ofRow, sums);
    else explainTree(tables, first, points << 4, numbers, <usize>up, ofStates, ofRow, sums);
  }
}
