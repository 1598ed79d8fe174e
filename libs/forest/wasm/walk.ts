/**
 * `src/core/walk.ts` in SIMD. Four levels of each tree are walked with sixteen rows at once: all fifteen conditions are
 * evaluated, and each row selects the results on its own path. From there, eight rows at a time follow addresses.
 */

export const TOP_WORDS: i32 = 32;
const LEAF_WORD: i32 = 0x7f00000f;
const LEAF_MARK: i32 = 15;

// @ts-ignore: decorator
@inline function addressOf(nodes: I32s, node: i32): i32 {
  return <i32>changetype<usize>(nodes) + (node << 3);
}

/** The node at the end of a path from the root: `heap` is 1 for the root, 2·heap and 2·heap + 1 for the children. */
function nodeAt(left: I32s, root: i32, heap: i32): i32 {
  let node = root;
  for (let level = 30 - clz(heap); level >= 0; level--) {
    if (left[node] !== node) node = left[node] + ((heap >>> level) & 1);
  }
  return node;
}

export function layOutTrees(
  split: I32s,
  left: I32s,
  roots: I32s,
  trees: i32,
  count: i32,
  stride: i32,
  nodes: I32s,
  tops: I32s,
): void {
  for (let i: i32 = 0; i < count; i++) {
    const word = split[i];
    const column = (word >>> 17) * 2 + ((word >>> 16) & 1);
    nodes[2 * i] = left[i] === i ? LEAF_WORD : (column * stride) | (((word & 0xffff) - 128) << 24);
    nodes[2 * i + 1] = addressOf(nodes, left[i]);
  }
  for (let t: i32 = 0; t < trees; t++) {
    const at = t * TOP_WORDS;
    // Words 0..14 are the fifteen conditions, words 16..31 the nodes that the sixteen paths lead to.
    for (let heap: i32 = 1; heap < 16; heap++) tops[at + heap - 1] = nodes[2 * nodeAt(left, roots[t], heap)];
    for (let heap: i32 = 16; heap < 32; heap++) tops[at + heap] = addressOf(nodes, nodeAt(left, roots[t], heap));
  }
}

/** All bits are set in the rows that go right at this condition. */
// @ts-ignore: decorator
@inline function right(top: usize, heap: usize, rows: usize): v128 {
  const at = top + ((heap - 1) << 2);
  return i8x16.gt_s(v128.load(rows + (load<u32>(at) & 0xffffff)), v128.load8_splat(at, 3));
}

/** The result of the one of two neighbouring conditions that a row reaches. */
// @ts-ignore: decorator
@inline function pair(top: usize, heap: usize, rows: usize, above: v128): v128 {
  return v128.bitselect(right(top, heap + 1, rows), right(top, heap, rows), above);
}

/** Four times the number of each row's path through the upper levels. */
// @ts-ignore: decorator
@inline function paths(top: usize, rows: usize): v128 {
  const one = right(top, 1, rows);
  const two = pair(top, 2, rows, one);
  const three = v128.bitselect(pair(top, 6, rows, two), pair(top, 4, rows, two), one);
  const four = v128.bitselect(
    v128.bitselect(pair(top, 14, rows, three), pair(top, 12, rows, three), two),
    v128.bitselect(pair(top, 10, rows, three), pair(top, 8, rows, three), two),
    one,
  );
  return v128.or(
    v128.or(v128.and(one, i8x16.splat(32)), v128.and(two, i8x16.splat(16))),
    v128.or(v128.and(three, i8x16.splat(8)), v128.and(four, i8x16.splat(4))),
  );
}

// @ts-ignore: decorator
@inline function entry(top: usize, eight: u64, index: u64): usize {
  return load<u32>(top + <usize>((eight >> (index << 3)) & 0xff), 64);
}

// @ts-ignore: decorator
@inline function step(node: usize, word: i32, rows: usize, index: usize): usize {
  const bin = <i32>load<i8>(rows + (word & 0xffffff) + index);
  return <usize>load<u32>(node, 4) + (<usize>(<u32>((word >> 24) - bin) >>> 31) << 3);
}

// @ts-ignore: decorator
@inline function add(sums: usize, index: usize, values: usize, node: usize): void {
  const at = sums + (index << 3);
  store<f64>(at, load<f64>(at) + <f64>load<f32>(values + (node >> 1)));
}

/** @param values address of the leaf values minus half the address of the nodes */
// @ts-ignore: decorator
@inline function walkEight(top: usize, eight: u64, rows: usize, values: usize, sums: usize): void {
  let a = entry(top, eight, 0);
  let b = entry(top, eight, 1);
  let c = entry(top, eight, 2);
  let d = entry(top, eight, 3);
  let e = entry(top, eight, 4);
  let f = entry(top, eight, 5);
  let g = entry(top, eight, 6);
  let h = entry(top, eight, 7);
  let all: i32;
  do {
    let word = load<i32>(a);
    all = word;
    a = step(a, word, rows, 0);
    word = load<i32>(b);
    all &= word;
    b = step(b, word, rows, 1);
    word = load<i32>(c);
    all &= word;
    c = step(c, word, rows, 2);
    word = load<i32>(d);
    all &= word;
    d = step(d, word, rows, 3);
    word = load<i32>(e);
    all &= word;
    e = step(e, word, rows, 4);
    word = load<i32>(f);
    all &= word;
    f = step(f, word, rows, 5);
    word = load<i32>(g);
    all &= word;
    g = step(g, word, rows, 6);
    word = load<i32>(h);
    all &= word;
    h = step(h, word, rows, 7);
  } while ((all & LEAF_MARK) !== LEAF_MARK);
  add(sums, 0, values, a);
  add(sums, 1, values, b);
  add(sums, 2, values, c);
  add(sums, 3, values, d);
  add(sums, 4, values, e);
  add(sums, 5, values, f);
  add(sums, 6, values, g);
  add(sums, 7, values, h);
}

export function sumOfColumns(
  nodes: I32s,
  tops: I32s,
  value: F32s,
  _roots: I32s,
  trees: i32,
  columns: I8s,
  rows: i32,
  sums: F64s,
): void {
  const values = changetype<usize>(value) - (changetype<usize>(nodes) >> 1);
  memory.fill(changetype<usize>(sums), 0, <usize>rows << 3);
  let top = changetype<usize>(tops);
  for (let t: i32 = 0; t < trees; t++, top += TOP_WORDS << 2) {
    for (let row: i32 = 0; row < rows; row += 16) {
      const at = changetype<usize>(columns) + <usize>row;
      const out = changetype<usize>(sums) + (<usize>row << 3);
      const sixteen = paths(top, at);
      walkEight(top, i64x2.extract_lane(sixteen, 0), at, values, out);
      walkEight(top, i64x2.extract_lane(sixteen, 1), at + 8, values, out + 64);
    }
  }
}
