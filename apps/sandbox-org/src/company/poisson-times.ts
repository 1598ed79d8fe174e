import { DAY_MS } from '@leadlight/common';
import type { Random } from './random.ts';

/** The times of events at a constant rate per day, in milliseconds, oldest first. */
export function poissonTimes(random: Random, rate: number, from: number, until: number): readonly number[] {
  const times: number[] = [];
  for (let at = from; ;) {
    at += random.exponential(1 / rate) * DAY_MS;
    if (at >= until) return times;
    times.push(at);
  }
}
