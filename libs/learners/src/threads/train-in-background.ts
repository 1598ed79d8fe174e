import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Examples, ForestError, type ForestProblem, readModel } from '@leadlight/forest';
import { fastestEngine } from '../engine/fastest-engine.ts';
import type { Learner, LearnerId, LearnerSettings } from '../learner.ts';

/** What the background thread sends: progress any number of times, then one of the others. */
export type BackgroundMessage =
  | { readonly done: number; readonly total: number }
  | { readonly file: Uint8Array; readonly outOfBag: Float64Array }
  | { readonly problem: ForestProblem }
  | { readonly failure: Error };

/** What it is started with. */
export interface BackgroundTask {
  readonly id: LearnerId;
  readonly examples: Examples;
  readonly settings: Omit<LearnerSettings, 'onProgress'>;
}

/** One thread fewer than cores, so that requests still find one; at least one. */
export const defaultBackgroundThreads = (): number => Math.max(1, availableParallelism() - 1);

type TrainedModel = ReturnType<Learner['train']>;

/**
 * Trains as `learnerById(id).train` does, with the same result, but in another thread, so that this one stays responsive.
 * @throws ForestError as `train` does
 */
export function trainInBackground(id: LearnerId, examples: Examples, settings: LearnerSettings): Promise<TrainedModel> {
  const { onProgress, threads = defaultBackgroundThreads(), ...rest } = settings;
  const order: BackgroundTask = { id, examples, settings: { ...rest, threads } };
  const worker = new Worker(new URL('./background-worker.ts', import.meta.url), { workerData: order, execArgv: [] });
  return new Promise<TrainedModel>((resolve, reject) => {
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`The training thread ended with ${code} before it had a model.`)));
    worker.on('message', (message: BackgroundMessage) => {
      if ('done' in message) onProgress?.(message.done, message.total);
      else if ('problem' in message) reject(new ForestError(message.problem));
      else if ('failure' in message) reject(message.failure);
      else resolve({ model: readModel(message.file, fastestEngine()), outOfBag: message.outOfBag });
    });
  });
}
