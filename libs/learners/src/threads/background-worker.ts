/* The worker thread of `trainInBackground`. */
import { parentPort, workerData } from 'node:worker_threads';
import { ForestError, writeModel } from '@leadlight/forest';
import { learnerById } from '../learner-registry.ts';
import type { BackgroundMessage, BackgroundTask } from './train-in-background.ts';

const send = (message: BackgroundMessage) => parentPort?.postMessage(message);

const { id, examples, settings } = workerData as BackgroundTask;
try {
  const onProgress = (done: number, total: number) => send({ done, total });
  const { model, ...rest } = learnerById(id).train(examples, { ...settings, onProgress });
  send({ file: writeModel(model), ...rest });
} catch (error) {
  send(error instanceof ForestError ? { code: error.code, facts: error.facts } : { failure: error as Error });
}
