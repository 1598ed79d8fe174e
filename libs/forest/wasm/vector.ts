/** `src/core/vector.ts` in SIMD: the same sums in the same order, two points at a time. */

// @ts-ignore: decorator
@inline function at(t: F64s, i: i32): usize {
  return changetype<usize>(t) + (<usize>i << 3);
}

// @ts-ignore: decorator
@inline function spreadPair(p: usize, taken: usize, not: usize, a: usize, share: v128): void {
  const whole = v128.load(p);
  const part = f64x2.mul(whole, f64x2.mul(v128.load(a), share));
  v128.store(not, part);
  v128.store(taken, f64x2.sub(whole, part));
}

export function spread(t: F64s, p: i32, taken: i32, not: i32, a: i32, share: f64, points: i32): void {
  const from = at(t, p);
  const yes = at(t, taken);
  const no = at(t, not);
  const by = at(t, a);
  const size = <usize>points << 3;
  const shares = f64x2.splat(share);
  if (size === 32) {
    // Four points, as in nearly all trees.
    spreadPair(from, yes, no, by, shares);
    spreadPair(from + 16, yes + 16, no + 16, by + 16, shares);
    return;
  }
  for (let q: usize = 0; q < size; q += 16) spreadPair(from + q, yes + q, no + q, by + q, shares);
}

export function foldLeaves(t: F64s, out: i32, p: i32, a: i32, k: i32, value: f64, slope: f64, points: i32): f64 {
  const to = at(t, out);
  const by = at(t, a);
  const down = at(t, p);
  const weights = at(t, k);
  const size = <usize>points << 3;
  const values = f64x2.splat(value);
  const slopes = f64x2.splat(slope);
  let sum = f64x2.splat(0);
  for (let q: usize = 0; q < size; q += 16) {
    v128.store(to + q, f64x2.sub(values, f64x2.mul(v128.load(by + q), slopes)));
    sum = f64x2.add(sum, f64x2.mul(v128.load(down + q), v128.load(weights + q)));
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

export function foldChildren(
  t: F64s,
  out: i32,
  p: i32,
  taken: i32,
  not: i32,
  a: i32,
  k: i32,
  share: f64,
  points: i32,
): f64 {
  const to = at(t, out);
  const yes = at(t, taken);
  const no = at(t, not);
  const by = at(t, a);
  const down = at(t, p);
  const weights = at(t, k);
  const size = <usize>points << 3;
  const shares = f64x2.splat(share);
  let sum = f64x2.splat(0);
  for (let q: usize = 0; q < size; q += 16) {
    const v = v128.load(yes + q);
    const d = f64x2.sub(v, v128.load(no + q));
    v128.store(to + q, f64x2.sub(v, f64x2.mul(f64x2.mul(v128.load(by + q), shares), d)));
    sum = f64x2.add(sum, f64x2.mul(f64x2.mul(v128.load(down + q), v128.load(weights + q)), d));
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}
