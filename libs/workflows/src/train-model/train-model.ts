import { holdoutByTime, metricsOf, randomSplit, type Metrics, type Split } from '@leadlight/evaluation';
import type { Json, TreeModel } from '@leadlight/forest';
import type { FeatureSchema } from '@leadlight/lead-features';
import { learnerById, type LearnerId } from '@leadlight/learners';
import type { RowTable } from '../examples/table-builder.ts';
import type { Progress } from '../ports/index.ts';

/** Rows whose outcome is decided. All arrays [rows]. */
export interface DecidedExamples {
  readonly schema: FeatureSchema;
  readonly table: RowTable;
  readonly labels: Uint8Array;
  /** Rows of one lead share a number. */
  readonly leads: Int32Array;
  /** When each row was seen and when its label was settled; absent where the leads have no dates. */
  readonly times?: { readonly asOf: Float64Array; readonly settledAt: Float64Array };
}

export interface TrainSettings {
  readonly learner: LearnerId;
  readonly seed: number;
  /** `qualified` is probability ≥ threshold. */
  readonly threshold: number;
  /** Share of the rows held out to evaluate on. */
  readonly holdout: number;
}

/** How the model fared on rows that took no part in training; `split.kind` says how they were chosen. */
export interface HoldoutReport extends Metrics {
  readonly split: Pick<Split, 'kind' | 'splitAt' | 'dropped'>;
  readonly trainRows: number;
}

export interface TrainedOnExamples {
  readonly model: TreeModel;
  readonly holdout: HoldoutReport;
}

/**
 * Evaluates on rows that training did not see (the newest, where there are dates), then fits the published model on all
 * of them. The model keeps its schema and its evaluation in `facts`.
 * @throws ForestError where there is too little to learn from
 */
export function trainModel(
  examples: DecidedExamples,
  settings: TrainSettings,
  facts: { readonly [key: string]: Json },
  progress: Progress,
): TrainedOnExamples {
  const { table, labels, leads, schema, times } = examples;
  const learner = learnerById(settings.learner);
  const train = (rows: ArrayLike<number>, step: string, kept: { readonly [key: string]: Json }) =>
    learner.train(
      {
        ...table.take(rows),
        labels: Uint8Array.from(rows, (row) => labels[row]!),
        groups: Int32Array.from(rows, (row) => leads[row]!),
      },
      { seed: settings.seed, facts: kept, onProgress: (done, total) => progress.update(step, done, total) },
    ).model;

  const split = times
    ? holdoutByTime({ ...times, groups: [leads] }, settings.holdout)
    : randomSplit(labels, settings.seed, settings.holdout, [leads]);
  const { kind, splitAt, dropped, test } = split;
  const holdout: HoldoutReport = {
    ...metricsOf(
      {
        labels: Uint8Array.from(test, (row) => labels[row]!),
        probabilities: train(split.train, 'train for evaluation', {}).predictTable(table.take(test)),
      },
      settings.threshold,
      kind === 'time' ? 'newest fifth' : 'test part',
    ),
    split: { kind, splitAt, dropped },
    trainRows: split.train.length,
  };

  const order = times ? inTimeOrder(times.asOf) : Int32Array.from(labels, (_, row) => row);
  const model = train(order, 'train', {
    ...facts,
    schema: schema as unknown as Json,
    threshold: settings.threshold,
    seed: settings.seed,
    examples: labels.length,
    converted: labels.reduce((sum, label) => sum + label, 0),
    holdout: holdout as unknown as Json,
  });
  return { model, holdout };
}

/** Oldest first: the model's reference distribution is made of the newest rows. */
function inTimeOrder(asOf: Float64Array): Int32Array {
  return Int32Array.from(asOf, (_, row) => row).sort((a, b) => asOf[a]! - asOf[b]! || a - b);
}
