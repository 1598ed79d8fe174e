/** `src/core/occupied.ts` in SIMD: tests four bins at once and visits only occupied ones. */
export function listBins(scratch: I32s, from: i32, bins: i32, at: i32): i32 {
  const counts = changetype<usize>(scratch) + ((<usize>from) << 2);
  let out = changetype<usize>(scratch) + ((<usize>at) << 2);
  const first = out;
  const zero = i32x4.splat(0);
  for (let bin: i32 = 0; bin < bins; bin += 4) {
    const four = counts + ((<usize>bin) << 2);
    const loaded = v128.load(four);
    let mask = i32x4.bitmask(i32x4.ne(loaded, zero));
    if (mask === 0) continue;
    while (mask !== 0) {
      const index = ctz<i32>(mask);
      const count = load<i32>(four + ((<usize>index) << 2));
      store<i32>(out, bin + index);
      store<i32>(out, count & 0xffff, 1024);
      store<i32>(out, count >>> 16, 2048);
      out += 4;
      mask &= mask - 1;
    }
    v128.store(four, zero);
  }
  return <i32>((out - first) >> 2);
}
