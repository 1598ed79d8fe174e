/** `src/core/gradients.ts` in SIMD: gradient and hessian at a time. The sums are whole numbers, so any order gives the same bits. */
export function addGradients(
  list: I32s,
  start: i32,
  end: i32,
  matrix: U8s,
  features: i32,
  chosen: I32s,
  offsets: I32s,
  count: i32,
  gradients: F64s,
  histogram: F64s,
  at: i32,
): void {
  const base = changetype<usize>(histogram) + ((<usize>at) << 4);
  const starts = changetype<usize>(offsets);
  // From a feature's start to its number.
  const toChosen = changetype<usize>(chosen) - starts;
  const startsEnd = starts + ((<usize>count) << 2);
  const even = starts + (((<usize>count) & ~1) << 2);
  for (let i = start; i < end; i++) {
    const row = list[i];
    const pair = v128.load(changetype<usize>(gradients) + ((<usize>row) << 4));
    const bins = changetype<usize>(matrix) + <usize>row * <usize>features;
    let offset = starts;
    while (offset < even) {
      const a = base + ((<usize>load<i32>(offset) + <usize>load<u8>(bins + load<u32>(offset + toChosen))) << 4);
      const b = base + ((<usize>load<i32>(offset, 4) + <usize>load<u8>(bins + load<u32>(offset + toChosen, 4))) << 4);
      v128.store(a, f64x2.add(v128.load(a), pair));
      v128.store(b, f64x2.add(v128.load(b), pair));
      offset += 8;
    }
    if (offset < startsEnd) {
      const a = base + ((<usize>load<i32>(offset) + <usize>load<u8>(bins + load<u32>(offset + toChosen))) << 4);
      v128.store(a, f64x2.add(v128.load(a), pair));
    }
  }
}

export function subtractHistogram(histogram: F64s, whole: i32, part: i32, count: i32): void {
  let a = changetype<usize>(histogram) + ((<usize>whole) << 4);
  let b = changetype<usize>(histogram) + ((<usize>part) << 4);
  const end = a + ((<usize>count) << 4);
  while (a < end) {
    v128.store(a, f64x2.sub(v128.load(a), v128.load(b)));
    a += 16;
    b += 16;
  }
}
