/* The worker thread of `trainAside`. */
import { workerData } from 'node:worker_threads';
import { writeModel } from '@leadlight/forest';
import { asideWord, timedTraining, type AsideResult, type AsideTask } from './train-aside.ts';

const { id, examples, settings, control, port } = workerData as AsideTask;
const noteProgress = () => {
  Atomics.add(control, asideWord.progress, 1);
  Atomics.notify(control, asideWord.progress);
};
try {
  const { model, ...rest } = timedTraining(id, examples, { ...settings, onProgress: noteProgress });
  const result: AsideResult = { file: writeModel(model), ...rest };
  port.postMessage(result);
} finally {
  // After a failure the other thread trains itself, and meets the same error with its type.
  Atomics.store(control, asideWord.ended, 1);
  noteProgress();
}
