/** `src/core/vector.ts` in SIMD: the same sums in the same order, two points at a time. */

// @ts-ignore: decorator
@inline function at(t: F64s, i: i32): usize {
  return changetype<usize>(t) + (<usize>i << 3);
}

// @ts-ignore: decorator
@inline export function multiply(t: F64s, out: i32, a: i32, b: i32, points: i32): void {
  let o = at(t, out);
  let x = at(t, a);
  let y = at(t, b);
  const end = o + (<usize>points << 3);
  while (o < end) {
    v128.store(o, f64x2.mul(v128.load(x), v128.load(y)));
    o += 16;
    x += 16;
    y += 16;
  }
}

// @ts-ignore: decorator
@inline export function foldLeaves(t: F64s, out: i32, p: i32, from: i32, points: i32): f64 {
  let o = at(t, out);
  let x = at(t, p);
  let a = at(t, from);
  const size = <usize>points << 3;
  const end = o + size;
  let sum = f64x2.splat(0);
  while (o < end) {
    v128.store(o, v128.load(a));
    sum = f64x2.add(sum, f64x2.mul(v128.load(x), v128.load(a + size)));
    o += 16;
    x += 16;
    a += 16;
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

// @ts-ignore: decorator
@inline export function foldChildren(t: F64s, out: i32, p: i32, l: i32, r: i32, from: i32, points: i32): f64 {
  let o = at(t, out);
  let x = at(t, p);
  let y = at(t, l);
  let z = at(t, r);
  let a = at(t, from);
  const size = <usize>points << 3;
  const end = o + size;
  let sum = f64x2.splat(0);
  while (o < end) {
    const left = v128.load(y);
    const right = v128.load(z);
    v128.store(o, f64x2.add(f64x2.mul(v128.load(a), left), f64x2.mul(v128.load(a + size), right)));
    const weighed = f64x2.add(
      f64x2.mul(v128.load(a + 2 * size), left),
      f64x2.mul(v128.load(a + 3 * size), right),
    );
    sum = f64x2.add(sum, f64x2.mul(v128.load(x), weighed));
    o += 16;
    x += 16;
    y += 16;
    z += 16;
    a += 16;
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}
