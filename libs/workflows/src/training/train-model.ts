import type { TrainingPlanReason } from '@leadlight/evaluation';
import type { Json, Table, TreeModel } from '@leadlight/forest';
import type { LearnerId } from '@leadlight/learners';
import { reportJson, unmeasuredReport, type ModelReport } from '@leadlight/report';
import { assess, type Assessment } from './assessment/assess.ts';
import type { AssessSettings } from './assessment/assess-settings.ts';
import { withFieldLabels, type Dataset } from './examples/dataset.ts';
import { fitRules } from './assessment/fit.ts';
import type { Progress } from '../ports/index.ts';
import { fitPublished, type SegmentPlan } from './segments/fit-published.ts';
import { requireSupportedRows } from './supported-learner.ts';
import { learningFactsOf } from './model-facts.ts';
import { trainingFacts } from './training-facts.ts';

export interface TrainingResult {
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
 * @throws ForestError, EvaluationError where there is too little to learn from; WorkflowError `too_many_rows`
 */
export function trainModel(
  dataset: Dataset,
  settings: AssessSettings,
  facts: { readonly [key: string]: Json },
  now: number,
  progress: Progress,
): TrainingResult {
  requireSupportedRows(dataset, settings.learner);
  const assessed = assess(dataset, settings, trainingFacts(dataset, settings, facts), now, progress);
  return fitPublishedModel(assessed, settings, facts, now, progress);
}

/** What a points table is fitted on: decided rows, perhaps none, and what new leads look like. */
export interface RulesExamples {
  readonly dataset: Dataset;
  recent(): Table;
}

/**
 * For an org with too few outcomes for any model: leads are scored by the points table, and the report says that nothing
 * was measured and why.
 */
export function trainRules(
  { dataset, recent }: RulesExamples,
  reason: TrainingPlanReason,
  settings: AssessSettings,
  facts: { readonly [key: string]: Json },
  now: number,
  progress: Progress,
): TrainingResult {
  const { title, labels, horizonDays, leftOut } = dataset;
  const report = unmeasuredReport({
    ...{ title, generatedAt: now, published: 'rules', reason, rows: labels.length, horizonDays },
    threshold: settings.threshold,
    leakage: withFieldLabels(
      dataset,
      leftOut.map(({ field, reason: why }) => ({ field, verdict: 'excluded', evidence: [why] })),
    ),
    facts: trainingFacts(dataset, settings, facts),
  });
  const kept = modelFileFacts(report, dataset, settings, facts, now);
  const started = performance.now();
  const rows = Int32Array.from(dataset.labels, (_, row) => row);
  const { model } = fitRules(dataset, rows, recent(), settings, kept);
  progress.update('train', 1, 1);
  return { model, report, learner: 'rules', fitSeconds: (performance.now() - started) / 1000 };
}

/** Fits the published learner on all decided rows; the model keeps its schema and how it fared. */
function fitPublishedModel(
  { report, learner, dataset, segments }: Assessment,
  settings: AssessSettings,
  facts: { readonly [key: string]: Json },
  now: number,
  progress: Progress,
): TrainingResult {
  const { labels, times } = dataset;
  const rows = times ? inTimeOrder(times.asOf) : Int32Array.from(labels, (_, row) => row);
  const kept = modelFileFacts(report, dataset, settings, facts, now);
  const started = performance.now();
  const tell = (done: number, total: number) => progress.update('train', done, total);
  const model = fitPublished(
    dataset,
    learner,
    rows,
    settings,
    segments,
    { ...kept, ...segmentPlanFacts(segments) },
    tell,
  );
  return { model, report, learner, fitSeconds: (performance.now() - started) / 1000 };
}

/** Which segments have something of their own, so that another model can be grown as this one was. */
const segmentPlanFacts = (segments: SegmentPlan | undefined): { readonly [key: string]: Json } =>
  segments ? { segmentPlan: toJson(segments) } : {};

function modelFileFacts(
  { holdout }: ModelReport,
  { schema, labels }: Dataset,
  settings: AssessSettings,
  facts: { readonly [key: string]: Json },
  now: number,
): { readonly [key: string]: Json } {
  const { threshold, seed } = settings;
  return {
    ...facts,
    trainedAt: now,
    schema: toJson(schema),
    ...{ threshold, seed },
    learning: learningFactsOf(settings),
    examples: labels.length,
    converted: labels.reduce((sum, label) => sum + label, 0),
    holdout: toJson(holdout),
  };
}

/** What was not measured (NaN) becomes null, as in every JSON of ours. */
const toJson = (value: object): Json => JSON.parse(reportJson(value)) as Json;

/** Oldest first: the model's reference distribution is made of the newest rows. */
function inTimeOrder(asOf: Float64Array): Int32Array {
  return Int32Array.from(asOf, (_, row) => row).sort((a, b) => asOf[a]! - asOf[b]! || a - b);
}
