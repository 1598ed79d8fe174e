import { Worker } from 'node:worker_threads';

/**
 * Idle worker threads, kept because starting a thread takes longer than growing many a forest, and comparing learners
 * grows one forest after another.
 */
const idleWorkers: Worker[] = [];

function startWorker(): Worker {
  const worker = new Worker(new URL('./tree-worker.ts', import.meta.url), { execArgv: [] });
  const forget = () => {
    const index = idleWorkers.indexOf(worker);
    if (index >= 0) idleWorkers.splice(index, 1);
  };
  // A worker that dies at work is noticed by a timeout; without a listener its error would end the process.
  worker.on('error', forget);
  worker.on('exit', forget);
  worker.unref();
  return worker;
}

/** Worker threads for exclusive use until they are released. */
export function acquireWorkers(count: number): readonly Worker[] {
  return Array.from({ length: count }, () => idleWorkers.pop() ?? startWorker());
}

/** Returns workers to the pool. */
export function releaseWorkers(workers: readonly Worker[]): void {
  idleWorkers.push(...workers);
}

/** Ends the idle workers, which keep some 30 MB each; the next forest starts new ones. */
export function terminateIdleWorkers(): void {
  terminateWorkers(idleWorkers.splice(0));
}

export function terminateWorkers(workers: readonly Worker[]): void {
  for (const worker of workers) void worker.terminate();
}
