/** A stream of random numbers; the same seed gives the same stream on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Whole number in [0, count). */
  below(count: number): number;
  /** True with probability `p`. */
  chance(p: number): boolean;
  /** Events in one interval with mean `rate`. */
  poisson(rate: number): number;
  /** Exponential with the given mean. */
  exponential(mean: number): number;
  pick<T>(items: readonly T[]): T;
  /** One of `items` with probability proportional to its weight. */
  weighted<T>(items: readonly T[], weights: readonly number[]): T;
}

/** Spreads a seed's bits, so that neighbouring seeds give unrelated streams. */
export function mixSeed(...parts: readonly number[]): number {
  let hash = 0x9e3779b9;
  for (const part of parts) {
    hash = Math.imul(hash ^ (part >>> 0), 0x85ebca6b);
    hash ^= hash >>> 13;
    hash = Math.imul(hash ^ Math.floor(part / 0x100000000), 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash >>> 0;
}

/** @source Salmon et al. style 32-bit counter mixing ("mulberry32" construction) */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  let spare: number | undefined;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = state;
    word = Math.imul(word ^ (word >>> 15), word | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) / 4294967296;
  };
  const normal = (): number => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  const below = (count: number): number => Math.floor(uniform() * count);
  const pick = <T>(items: readonly T[]): T => items[below(items.length)] as T;
  return {
    uniform,
    normal,
    below,
    pick,
    chance: (p) => uniform() < p,
    exponential: (mean) => -mean * Math.log(1 - uniform()),
    poisson: (rate) => samplePoisson(rate, uniform),
    weighted: <T>(items: readonly T[], weights: readonly number[]) => items[sampleIndex(weights, uniform())] as T,
  };
}

function samplePoisson(rate: number, uniform: () => number): number {
  const floor = Math.exp(-rate);
  let count = 0;
  for (let product = uniform(); product > floor; product *= uniform()) count += 1;
  return count;
}

function sampleIndex(weights: readonly number[], at: number): number {
  let total = 0;
  for (const weight of weights) total += weight;
  let left = at * total;
  for (let index = 0; index < weights.length; index += 1) {
    left -= weights[index] as number;
    if (left < 0) return index;
  }
  return weights.length - 1;
}
