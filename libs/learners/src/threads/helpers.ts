import { Worker } from 'node:worker_threads';

/** A thread that grows trees when it is sent an order. */
export type Helper = Worker;

/**
 * Threads that wait for their next order. A thread takes longer to start than many a forest to grow, and whoever compares
 * learners grows one after the other.
 */
const waiting: Helper[] = [];

function startHelper(): Helper {
  const helper = new Worker(new URL('./tree-worker.ts', import.meta.url), { execArgv: [] });
  const forget = () => {
    const place = waiting.indexOf(helper);
    if (place >= 0) waiting.splice(place, 1);
  };
  // One that dies at work is noticed by its silence; without a listener its error would end the process.
  helper.on('error', forget);
  helper.on('exit', forget);
  helper.unref();
  return helper;
}

/** Helpers that are nobody else's until they are released. */
export function takeHelpers(count: number): readonly Helper[] {
  return Array.from({ length: count }, () => waiting.pop() ?? startHelper());
}

/** Keeps helpers for the next order. */
export function releaseHelpers(helpers: readonly Helper[]): void {
  waiting.push(...helpers);
}

export function endHelpers(helpers: readonly Helper[]): void {
  for (const helper of helpers) void helper.terminate();
}
