import { resolve } from 'node:path';
import { modelIdOf, trainOnTable } from '@leadlight/workflows';
import type { TrainOptions } from '../commands/train.ts';
import { writeWhole } from '../files/write-whole.ts';
import { holdoutLines } from '../terminal/holdout-lines.ts';
import { say } from '../terminal/say.ts';
import { withProgress } from '../terminal/with-progress.ts';
import { DEFAULT_TRAIN_SETTINGS } from '../train-settings.ts';
import { readTable } from './read-table.ts';

type CsvTrainOptions = TrainOptions & { readonly csv: string; readonly label: string; readonly out: string };

export async function trainCsv(options: CsvTrainOptions): Promise<void> {
  const { csv, out, label, positive, id, created, exclude, missing, learner, seed, threshold } = options;
  const started = performance.now();
  const table = {
    ...readTable(csv),
    ...{ labelColumn: label, positive, idColumn: id, createdColumn: created, exclude, missing },
  };
  const settings = { ...DEFAULT_TRAIN_SETTINGS, learner, seed, threshold };
  const training = await withProgress(async (progress) => trainOnTable(table, settings, Date.now(), progress));
  writeWhole(out, training.file);
  const { holdout, leftOut, rows, converted, model } = training;
  const seconds = (performance.now() - started) / 1000;
  const document = {
    model: {
      id: modelIdOf(training.file),
      file: resolve(out),
      learner: model.learner,
      features: model.features.length,
    },
    ...{ rows, converted, holdout, leftOut, seconds },
  };
  say(options, document, [
    `${out}: ${model.learner} over ${model.features.length} features, learned from ${rows.toLocaleString('en')} leads,`,
    `${converted.toLocaleString('en')} of which converted (${seconds.toFixed(1)} s).`,
    ...holdoutLines(holdout),
    ...leftOut.map(({ field, reason }) => `left out: ${field} ${reason}`),
  ]);
}
