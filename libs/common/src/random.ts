/**
 * Uniform numbers in [0, 1), the same sequence for the same seed on every machine. Not for secrets.
 * @source mulberry32 by Tommy Ettinger
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A number of the standard normal distribution, from two uniform ones.
 * @source Box and Muller 1958, "A note on the generation of random normal deviates"
 */
export const normalVariate = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
