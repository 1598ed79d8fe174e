import type { Json, TreeModel } from '@leadlight/forest';
import { learnerById, type LearnerId } from '@leadlight/learners';
import { reportJson, unmeasuredReport, type ModelReport } from '@leadlight/report';
import { assess, type Assessment, type AssessSettings } from '../assess/assess.ts';
import { fit } from '../assess/contenders.ts';
import type { Dataset } from '../assess/dataset.ts';
import { WorkflowError } from '../errors.ts';
import type { Progress } from '../ports/index.ts';

export interface TrainedOnExamples {
  readonly model: TreeModel;
  readonly report: ModelReport;
  /** Who was published: with `best` the winner. */
  readonly learner: LearnerId;
  /** How long the published model took to fit, without all that it was judged by. */
  readonly fitSeconds: number;
}

/**
 * Finds out how good a model of these rows is, then fits the published one on all of them, without the fields that leak. The
 * model keeps its schema and how it fared in `facts`.
 * @throws ForestError, EvaluationError where there is too little to learn from
 */
export function trainModel(
  dataset: Dataset,
  settings: AssessSettings,
  facts: { readonly [key: string]: Json },
  now: number,
  progress: Progress,
): TrainedOnExamples {
  const told = Object.entries(facts).map(([name, value]) => ({ name, value: String(value) }));
  refuseTooMany(dataset, settings.learner);
  const assessed = assess(dataset, settings, told, now, progress);
  return fitAndKeep(assessed, settings, facts, now, progress);
}

/** Said before all the work of a comparison, not after it. */
function refuseTooMany({ labels }: Dataset, learner: AssessSettings['learner']): void {
  if (learner === 'best') return;
  const { maxRows = Infinity } = learnerById(learner);
  if (labels.length <= maxRows) return;
  throw new WorkflowError(
    'too_many_rows',
    `${learner} bears at most ${maxRows} rows, and there are ${labels.length}. Use the forest, which learns from any number.`,
    { rows: labels.length, maxRows },
  );
}

/**
 * For an org with too few outcomes for any model: leads are scored by the points table, and the report says that nothing
 * was measured and why.
 */
export function trainRules(
  dataset: Dataset,
  reason: string,
  settings: AssessSettings,
  facts: { readonly [key: string]: Json },
  now: number,
  progress: Progress,
): TrainedOnExamples {
  const { title, labels, horizonDays, leftOut } = dataset;
  const report = unmeasuredReport({
    ...{ title, generatedAt: now, published: 'rules', reason, rows: labels.length, horizonDays },
    threshold: settings.threshold,
    leakage: leftOut.map(({ field, reason: why }) => ({ field, verdict: 'excluded', evidence: `It ${why}.` })),
    facts: Object.entries(facts).map(([name, value]) => ({ name, value: String(value) })),
  });
  return fitAndKeep({ report, learner: 'rules', dataset }, settings, facts, now, progress);
}

/** Fits the published learner on all decided rows; the model keeps its schema and how it fared. */
function fitAndKeep(
  { report, learner, dataset }: Assessment,
  { threshold, seed }: AssessSettings,
  facts: { readonly [key: string]: Json },
  now: number,
  progress: Progress,
): TrainedOnExamples {
  const { schema, labels, times } = dataset;
  const rows = times ? inTimeOrder(times.asOf) : Int32Array.from(labels, (_, row) => row);
  const kept = {
    ...facts,
    trainedAt: now,
    schema: plain(schema),
    ...{ threshold, seed },
    examples: labels.length,
    converted: labels.reduce((sum, label) => sum + label, 0),
    holdout: plain(report.holdout),
  };
  const started = performance.now();
  const { model } = fit(dataset, learner, rows, seed, kept, (done, total) => progress.update('train', done, total));
  return { model, report, learner, fitSeconds: (performance.now() - started) / 1000 };
}

/** What was not measured (NaN) becomes null, as in every JSON of ours. */
const plain = (value: object): Json => JSON.parse(reportJson(value)) as Json;

/** Oldest first: the model's reference distribution is made of the newest rows. */
function inTimeOrder(asOf: Float64Array): Int32Array {
  return Int32Array.from(asOf, (_, row) => row).sort((a, b) => asOf[a]! - asOf[b]! || a - b);
}
