import { availableParallelism } from 'node:os';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { type Examples, readModel } from '@leadlight/forest';
import { fastestEngine } from '../engine/fastest-engine.ts';
import { learnerById } from '../learner-registry.ts';
import type { Learner, LearnerId, LearnerSettings } from '../learner.ts';

/** Indices into the words that both threads share. */
export const asideWord = { progress: 0, ended: 1 } as const;
/** After this long without progress the other thread is given up, and this one trains. */
const WORKER_TIMEOUT_MS = 60_000;

export interface AsideTask {
  readonly id: LearnerId;
  readonly examples: Examples;
  readonly settings: Omit<LearnerSettings, 'onProgress'>;
  readonly control: Int32Array;
  /** The result arrives here before `ended` is set; nothing arrives where training failed. */
  readonly port: MessagePort;
}

export type TrainedAside = ReturnType<Learner['train']> & {
  /** The time to train, without the wait for the result. */
  readonly seconds: number;
};

/**
 * Of fewer rows, a learner has learned before another thread has imported its modules; only `ml-random-forest` takes longer.
 * Measured: the thread takes 0.4 s of processor time, boosting or logistic regression on 1,347 rows 0.2 s.
 */
const MIN_ROWS_ASIDE = 4_000;

export type AsideResult = Omit<TrainedAside, 'model'> & {
  /** The model as it is stored. */
  readonly file: Uint8Array;
};

/**
 * Starts to train in another thread while this one does other work; on a single core, and of rows that are soon learned, it trains
 * when the result is asked for.
 * @returns a function that waits for the result, without running this thread's events. The result equals that of
 * `learnerById(id).train`, and it throws what that throws
 */
export function trainAside(id: LearnerId, examples: Examples, settings: LearnerSettings): () => TrainedAside {
  const trainHere = () => timedTraining(id, examples, settings);
  if (availableParallelism() === 1 || isSoonTrained(id, examples)) return trainHere;
  const { onProgress: _, ...rest } = settings;
  const control = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  const { port1, port2 } = new MessageChannel();
  port1.unref();
  const task: AsideTask = { id, examples, settings: { ...rest, threads: 1 }, control, port: port2 };
  const worker = new Worker(new URL('./aside-worker.ts', import.meta.url), {
    workerData: task,
    transferList: [port2],
    execArgv: [],
  });
  worker.on('error', () => undefined);
  worker.unref();
  return () => {
    waitUntilEnded(control);
    const result = receiveMessageOnPort(port1)?.message as AsideResult | undefined;
    port1.close();
    void worker.terminate();
    if (!result) return trainHere();
    const { file, ...trained } = result;
    return { model: readModel(file, fastestEngine()), ...trained };
  };
}

const isSoonTrained = (id: LearnerId, { rows }: Examples): boolean =>
  rows < MIN_ROWS_ASIDE && id !== 'ml-random-forest';

export function timedTraining(id: LearnerId, examples: Examples, settings: LearnerSettings): TrainedAside {
  const start = performance.now();
  const trained = learnerById(id).train(examples, settings);
  return { ...trained, seconds: (performance.now() - start) / 1000 };
}

function waitUntilEnded(control: Int32Array): void {
  for (;;) {
    const progress = Atomics.load(control, asideWord.progress);
    if (Atomics.load(control, asideWord.ended) === 1) return;
    if (Atomics.wait(control, asideWord.progress, progress, WORKER_TIMEOUT_MS) === 'timed-out') return;
  }
}
