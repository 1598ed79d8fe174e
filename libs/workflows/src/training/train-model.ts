import type { FittedDependence, TrainingPlanReason } from '@leadlight/evaluation';
import { BinnedTreeModel, type Json, type Table, type TreeModel } from '@leadlight/forest';
import type { LearnerId } from '@leadlight/learners';
import { reportJson, unmeasuredReport, type ModelReport } from '@leadlight/report';
import type { Progress } from '../ports/index.ts';
import type { AssessSettings } from './assessment/assess-settings.ts';
import { assess } from './assessment/assess.ts';
import { fitAside, fitRules, fitTimed, type TimedFit } from './assessment/fit.ts';
import { withFieldLabels, type Dataset } from './examples/dataset.ts';
import { learningFactsOf } from './model-facts.ts';
import { withSegments } from './segments/fit-published.ts';
import { sampleNote } from './supported-learner.ts';
import { trainingFacts } from './training-facts.ts';

type Facts = Readonly<Record<string, Json>>;

export interface TrainingResult {
  readonly model: TreeModel;
  readonly report: ModelReport;
  /** How leads of one company depend on each other; absent with too few companies of several leads. */
  readonly dependence?: FittedDependence;
  /** The published learner; with `best`, the winner. */
  readonly learner: LearnerId;
  /** The time to fit the published model, without its assessment. */
  readonly fitSeconds: number;
  /** What to say if the learner supports fewer rows than there are, and learned from a sample. */
  readonly sampled?: string;
}

/**
 * Assesses a model of these rows, then fits the published one on all of them, without leaking features. The model's facts
 * contain its schema and its metrics.
 * @throws ForestError, EvaluationError if there are too few outcomes
 */
export function trainModel(
  full: Dataset,
  given: AssessSettings,
  modelFacts: Facts,
  now: number,
  progress: Progress,
): TrainingResult {
  const sampled = sampleNote(full, given.learner);
  const allFacts = { ...modelFacts, ...(sampled !== undefined && { sampled }) };
  let fitting: (() => TimedFit) | undefined;
  const fitMeanwhile = (learner: LearnerId, dataset: Dataset, tuned: AssessSettings) => {
    if (dataset.labels.length <= MAX_ROWS_ASIDE) fitting = fitAside(dataset, learner, allRows(dataset), tuned);
  };
  const facts = trainingFacts(full, given, allFacts);
  const assessment = assess(full, given, facts, now, progress, fitMeanwhile);
  const { report, learner, dataset, dependence, segments } = assessment;
  // A segment's own model searches for its own capacity.
  const settings = { ...assessment.settings, capacity: undefined };
  const rows = allRows(dataset);
  const fileFacts = {
    ...modelFileFacts(report, dataset, settings, allFacts, now),
    // Allows another model to be trained like this one.
    ...(segments && { segmentPlan: toJson(segments) }),
  };
  const onProgress = (done: number, total: number) => progress.update('train', done, total);
  const whole = fitting?.() ?? fitTimed(dataset, learner, rows, assessment.settings, {}, onProgress);
  const start = performance.now();
  const model = withSegments(dataset, learner, rows, settings, withFacts(whole, fileFacts), segments);
  onProgress(1, 1);
  const fitSeconds = whole.seconds + (performance.now() - start) / 1000;
  return { model, report, dependence, learner, fitSeconds, sampled };
}

/** Of more rows, a copy for another thread would take much memory, and a forest is grown faster by all threads. */
const MAX_ROWS_ASIDE = 100_000;

/** The points table has facts of its own. */
const withFacts = (fitted: TimedFit, facts: Facts): TimedFit =>
  fitted.model instanceof BinnedTreeModel
    ? { ...fitted, model: fitted.model.withFacts({ ...facts, ...fitted.model.facts }) }
    : fitted;

/** Oldest first where there are dates, because the newest rows become the model's reference distribution. */
const allRows = ({ labels, times }: Dataset): Int32Array =>
  times ? inTimeOrder(times.asOf) : Int32Array.from(labels.keys());

/** The input of a points table: settled rows, possibly none, and a sample of new leads. */
export interface RulesExamples {
  readonly dataset: Dataset;
  recent(): Table;
}

/** For an org with too few outcomes for a model: uses the points table, with a report that says why nothing was measured. */
export function trainRules(
  { dataset, recent }: RulesExamples,
  reason: TrainingPlanReason,
  settings: AssessSettings,
  facts: Facts,
  now: number,
  progress: Progress,
): TrainingResult {
  const { title, labels, horizonDays, goal, leftOut } = dataset;
  const findings = leftOut.map(
    ({ field, reason: leftOutReason }) => ({ field, verdict: 'excluded', evidence: [leftOutReason] }) as const,
  );
  const report = unmeasuredReport({
    title,
    generatedAt: now,
    published: 'rules',
    reason,
    rows: labels.length,
    horizonDays,
    goal,
    threshold: settings.threshold,
    leakage: withFieldLabels(dataset, findings),
    facts: trainingFacts(dataset, settings, facts),
  });
  const fileFacts = modelFileFacts(report, dataset, settings, facts, now);
  const start = performance.now();
  const { model } = fitRules(dataset, Int32Array.from(labels.keys()), recent(), settings, fileFacts);
  progress.update('train', 1, 1);
  return { model, report, learner: 'rules', fitSeconds: (performance.now() - start) / 1000 };
}

/** What a model file contains in addition to its trees. */
export function modelFileFacts(
  { holdout }: Pick<ModelReport, 'holdout'>,
  { schema, labels, goal }: Dataset,
  settings: AssessSettings,
  facts: Facts,
  now: number,
): Facts {
  return {
    ...facts,
    trainedAt: now,
    schema: toJson(schema),
    threshold: settings.threshold,
    ...(goal !== undefined && { goal }),
    seed: settings.seed,
    learning: learningFactsOf(settings),
    examples: labels.length,
    converted: labels.reduce((sum, label) => sum + label, 0),
    holdout: toJson(holdout),
  };
}

/** NaN (not measured) becomes null, as in all our JSON. */
const toJson = (value: object): Json => JSON.parse(reportJson(value)) as Json;

function inTimeOrder(asOf: Float64Array): Int32Array {
  return Int32Array.from(asOf.keys()).sort((a, b) => asOf[a]! - asOf[b]! || a - b);
}
