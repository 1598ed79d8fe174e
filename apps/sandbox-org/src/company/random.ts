import { seededRandom } from '@leadlight/common';

/** A sequence of random numbers; the same seed gives the same sequence on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number;
  normal(): number;
  /** Whole number in [0, count). */
  below(count: number): number;
  chance(p: number): boolean;
  poisson(rate: number): number;
  exponential(mean: number): number;
  pick<T>(items: readonly T[]): T;
  /** One of `items`, with a probability proportional to its weight. */
  weighted<T>(items: readonly T[], weights: readonly number[]): T;
}

/** The value of one of `items`, with a probability proportional to its weight. */
export const valueByWeight = <Value>(
  random: Random,
  items: readonly { readonly value: Value; readonly weight: number }[],
): Value =>
  random.weighted(
    items.map(({ value }) => value),
    items.map(({ weight }) => weight),
  );

/** The index of one of `items`, with a probability proportional to its weight. */
export const indexByWeight = (random: Random, items: readonly { readonly weight: number }[]): number =>
  random.weighted(
    items.map((_, index) => index),
    items.map(({ weight }) => weight),
  );

/** Combines the parts of a seed so that similar parts give independent sequences. */
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

export function createRandom(seed: number): Random {
  const uniform = seededRandom(seed);
  let spareNormal: number | undefined;
  // Box–Muller makes two numbers at a time.
  const normal = (): number => {
    if (spareNormal !== undefined) {
      const spare = spareNormal;
      spareNormal = undefined;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spareNormal = radius * Math.sin(angle);
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
  const limit = Math.exp(-rate);
  let count = 0;
  for (let product = uniform(); product > limit; product *= uniform()) count += 1;
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
