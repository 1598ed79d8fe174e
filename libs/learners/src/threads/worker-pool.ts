import { Worker } from 'node:worker_threads';

/** A thread that grows trees when it is sent an order. */
export type TreeWorker = Worker;

/**
 * Threads that wait for their next order. A thread takes longer to start than many a forest to grow, and whoever compares
 * learners grows one after the other.
 */
const idleWorkers: TreeWorker[] = [];

function startWorker(): TreeWorker {
  const helper = new Worker(new URL('./tree-worker.ts', import.meta.url), { execArgv: [] });
  const forget = () => {
    const place = idleWorkers.indexOf(helper);
    if (place >= 0) idleWorkers.splice(place, 1);
  };
  // One that dies at work is noticed by its silence; without a listener its error would end the process.
  helper.on('error', forget);
  helper.on('exit', forget);
  helper.unref();
  return helper;
}

/** Helpers that are nobody else's until they are released. */
export function acquireWorkers(count: number): readonly TreeWorker[] {
  return Array.from({ length: count }, () => idleWorkers.pop() ?? startWorker());
}

/** Keeps helpers for the next order. */
export function releaseWorkers(helpers: readonly TreeWorker[]): void {
  idleWorkers.push(...helpers);
}

export function terminateWorkers(helpers: readonly TreeWorker[]): void {
  for (const helper of helpers) void helper.terminate();
}
