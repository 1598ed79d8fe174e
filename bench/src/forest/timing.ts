/** Milliseconds of processor time that this process has taken. */
function processorMillis(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * Milliseconds of processor time that `act` takes, with what the runtime's own threads do meanwhile: for work of one
 * thread the time on the clock of an idle machine, and still itself on a busy one.
 */
export function processorTime(act: () => void): number {
  const start = processorMillis();
  act();
  return processorMillis() - start;
}

/** Milliseconds on the clock that `act` takes. */
export function wallTime(act: () => void): number {
  const start = performance.now();
  act();
  return performance.now() - start;
}

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

export const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, x) => sum + x, 0) / values.length;

export const standardError = (values: readonly number[]): number => {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, x) => sum + (x - centre) ** 2, 0) / (values.length - 1) / values.length);
};

/** Median microseconds of one call, by bunches of calls after a warm-up. */
export function microsecondsEach(act: (i: number) => void, calls: number): number {
  for (let i = 0; i < calls; i++) act(i);
  const bunches = Array.from({ length: 15 }, () =>
    processorTime(() => {
      for (let i = 0; i < calls; i++) act(i);
    }),
  );
  return (median(bunches) * 1000) / calls;
}
