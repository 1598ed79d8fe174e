import { median } from '../shared/statistics.ts';

/** Milliseconds of processor time that this process has used. */
function processorMillis(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * Milliseconds of processor time that `act` takes, including the runtime's own threads. For single-threaded work it equals the
 * wall-clock time on an idle machine, and it stays the same on a busy one.
 */
export function processorTime(act: () => void): number {
  const start = processorMillis();
  act();
  return processorMillis() - start;
}

/** Milliseconds of wall-clock time that `act` takes. */
export function wallTime(act: () => void): number {
  const start = performance.now();
  act();
  return performance.now() - start;
}

/** Median microseconds per call over 15 batches of calls, after a warm-up. */
export function microsecondsEach(act: (i: number) => void, calls: number): number {
  const batch = () => {
    for (let i = 0; i < calls; i++) act(i);
  };
  batch();
  return (median(Array.from({ length: 15 }, () => processorTime(batch))) * 1000) / calls;
}
