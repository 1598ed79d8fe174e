/** Uniform numbers in [0, 1) from a seed: the same seed gives the same numbers everywhere. */
export type Random = () => number;

/** @source Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators" (32-bit mix of MurmurHash3) */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x85ebca6b);
    mixed ^= mixed >>> 13;
    mixed = Math.imul(mixed, 0xc2b2ae35);
    mixed ^= mixed >>> 16;
    return (mixed >>> 0) / 2 ** 32;
  };
}

/** A new array in random order. @source Fisher and Yates */
export function shuffled(items: Int32Array, random: Random): Int32Array {
  const order = items.slice();
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const kept = order[last]!;
    order[last] = order[other]!;
    order[other] = kept;
  }
  return order;
}
