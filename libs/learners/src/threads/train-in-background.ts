import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Examples, ForestError, type ForestErrorCode, readModel, type TrainedModel } from '@leadlight/forest';
import { fastestEngine } from '../engine/fastest-engine.ts';
import type { LearnerId, LearnerSettings } from '../learner.ts';

/** What the background thread sends: progress any number of times, then the model or one failure. */
export type BackgroundMessage =
  | { readonly done: number; readonly total: number }
  | ({ readonly file: Uint8Array } & Omit<TrainedModel, 'model'>)
  | { readonly code: ForestErrorCode; readonly facts: ForestError['facts'] }
  | { readonly failure: Error };

/** What the background thread is started with. */
export interface BackgroundTask {
  readonly id: LearnerId;
  readonly examples: Examples;
  readonly settings: Omit<LearnerSettings, 'onProgress'>;
}

/** One thread fewer than cores, so that one stays free for requests; at least one. */
export const defaultBackgroundThreads = (): number => Math.max(1, availableParallelism() - 1);

/**
 * Trains in another thread, so that this one stays responsive. The result equals that of `learnerById(id).train`.
 * @throws ForestError as `train` does
 */
export function trainInBackground(id: LearnerId, examples: Examples, settings: LearnerSettings): Promise<TrainedModel> {
  const { onProgress, threads = defaultBackgroundThreads(), ...rest } = settings;
  const task: BackgroundTask = { id, examples, settings: { ...rest, threads } };
  const worker = new Worker(new URL('./background-worker.ts', import.meta.url), { workerData: task, execArgv: [] });
  return new Promise<TrainedModel>((resolve, reject) => {
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`The training thread ended with ${code} before it had a model.`)));
    worker.on('message', (message: BackgroundMessage) => {
      if ('done' in message) onProgress?.(message.done, message.total);
      else if ('code' in message) reject(new ForestError(message.code, message.facts));
      else if ('failure' in message) reject(message.failure);
      else {
        const { file, ...rest } = message;
        resolve({ model: readModel(file, fastestEngine()), ...rest });
      }
    });
  });
}
