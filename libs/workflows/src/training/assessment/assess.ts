import {
  columnDrift,
  featureDependences,
  leaderboardOf,
  columnQuality,
  randomSplit,
  rocAuc,
  type Backtest,
  type Split,
} from '@leadlight/evaluation';
import { modelReportOf, type TrainingFact, type ModelReport } from '@leadlight/report';
import type { LearnerId } from '@leadlight/learners';
import type { Progress } from '../../ports/index.ts';
import type { AssessSettings } from './assess-settings.ts';
import { backtestDataset } from './backtest-dataset.ts';
import { trainContenders, hasEnoughOutcomes } from './contenders.ts';
import { takeRows, withFieldLabels, type Dataset } from '../examples/dataset.ts';
import { featureEffectsOf } from './feature-effects.ts';
import { fit, type Fitted, type LearningSettings } from './fit.ts';
import { removeLeakage } from './remove-leakage.ts';
import { splitOf, trainingPlanOf } from './training-plan.ts';
import { hasSegmentFeature, segmentFeature } from '../segments/segment-names.ts';
import { evaluateSegments, type SegmentTrial } from '../segments/evaluate-segments.ts';
import type { SegmentPlan } from '../segments/fit-published.ts';

export interface Assessment {
  readonly report: ModelReport;
  /** The learner that is to be published. */
  readonly learner: LearnerId;
  /** The dataset without what leaks: what the published model is fitted on. */
  readonly dataset: Dataset;
  /** What segments have earned of their own. */
  readonly segments?: SegmentPlan;
}

/** Rows that are explained for importances and shapes: more make them no clearer. */
const MAX_EXPLAINED_ROWS = 300;

/**
 * Finds out, before anything is published, how good a model of these rows is: on rows that took no part in training, the
 * newest where there are dates, against everybody else who can predict, and without the fields that leak.
 * @throws EvaluationError, ForestError where there is too little to learn from or to measure on
 */
export function assess(
  full: Dataset,
  settings: AssessSettings,
  facts: readonly TrainingFact[],
  now: number,
  progress: Progress,
): Assessment {
  const { seed, threshold } = settings;
  const split = splitOf(full, settings);
  const { train, test } = split;
  const { dataset, findings, isReduced } = removeLeakage(full, train, settings.allow ?? [], split.splitAt ?? Infinity);
  const { contenders, fitted } = trainContenders(dataset, train, test, settings, progress);
  const testLabels = takeRows(dataset.labels, test);

  const groups = takeRows(full.leads, test);
  const part = split.kind === 'time' ? 'newest part' : 'test part';
  const leaderboard = leaderboardOf(testLabels, contenders, { seed, threshold, groups, part });
  const winner = leaderboard.find(({ isWinner }) => isWinner)!.id as LearnerId;
  const learner = settings.learner === 'best' ? winner : settings.learner;
  const published = fitted.get(learner)!;
  const trial = segmentTrial(full, dataset, split, learner, published, settings);
  const atRandom = full.times && randomSplit(full.labels, seed, settings.holdout, [full.leads]);
  const aucOn = (on: Dataset, rows: Split) =>
    rocAuc({
      labels: takeRows(on.labels, rows.test),
      probabilities: fit(on, learner, rows.train, settings).model.predictTable(on.table.take(rows.test)),
    });
  const backtest = settings.backtest ? backtestDataset(full, settings, progress) : undefined;
  const report = modelReportOf({
    ...{ title: full.title, generatedAt: now, horizonDays: full.horizonDays },
    ...{ split, threshold, seed, groups, contenders, leaderboard },
    facts: [...facts, ...missingSegmentFacts(dataset, settings), ...missingBacktestFacts(settings, backtest)],
    labels: testLabels,
    published: learner,
    thresholdPredictions: outOfBagPredictions(dataset, train, published),
    thresholdOptions: settings.thresholdOptions,
    asOf: full.times && takeRows(full.times.asOf, test),
    leakage: withFieldLabels(full, findings),
    aucWithLeaks: isReduced ? aucOn(full, split) : undefined,
    randomSplitAuc: atRandom && hasEnoughOutcomes(full, atRandom.train) ? aucOn(dataset, atRandom) : undefined,
    backtest,
    features: shapesOf(dataset, test, published),
    effects: featureEffectsOf(dataset, test, published.model, seed),
    quality: withFieldLabels(full, full.rawColumns(train).map(columnQuality)),
    drift: withFieldLabels(full, driftBetween(full, readFields(dataset), settledBefore(full, split), test)),
    segments: trial?.results,
    plan: trainingPlanOf(full, settings),
  });
  return { report, learner, dataset, segments: trial?.plan };
}

/** @throws LeadFeaturesError `column_absent` where no categorical feature is called so; one that leaks parts nobody */
function segmentTrial(
  full: Dataset,
  dataset: Dataset,
  split: Split,
  learner: LearnerId,
  whole: Fitted,
  { segmentBy, ...settings }: AssessSettings,
): SegmentTrial | undefined {
  if (segmentBy === undefined) return undefined;
  segmentFeature(full, segmentBy);
  if (!hasSegmentFeature(dataset, segmentBy)) return undefined;
  return evaluateSegments(dataset, split, learner, whole, { ...settings, segmentBy });
}

/** What is said where the field that should have parted the leads is left out itself. */
const missingSegmentFacts = (dataset: Dataset, { segmentBy }: AssessSettings): readonly TrainingFact[] =>
  segmentBy === undefined || hasSegmentFeature(dataset, segmentBy)
    ? []
    : [{ name: 'Segments', value: `none: ${segmentBy} is left out, so no model may part leads by it` }];

/** What is said where no month could be tested. */
const missingBacktestFacts = ({ backtest }: AssessSettings, done: Backtest | undefined): readonly TrainingFact[] =>
  backtest && !done
    ? [{ name: 'Backtest', value: 'none: no month has enough settled outcomes of either kind before it' }]
    : [];

/** Thresholds are chosen where the model had not seen the lead; absent where a learner has no bags. */
function outOfBagPredictions({ labels }: Dataset, train: Int32Array, { outOfBag }: Fitted) {
  const told = Int32Array.from(train, (_, at) => at).filter((at) => !Number.isNaN(outOfBag[at]!));
  if (told.length === 0) return undefined;
  return {
    labels: Uint8Array.from(told, (at) => labels[train[at]!]!),
    probabilities: Float64Array.from(told, (at) => outOfBag[at]!),
  };
}

function shapesOf({ schema, table }: Dataset, test: Int32Array, { model }: Fitted) {
  const stride = Math.max(1, Math.ceil(test.length / MAX_EXPLAINED_ROWS));
  const rows = table.rowsAt(test.filter((_, at) => at % stride === 0));
  const explained = rows.map((values) => ({ values, contributions: model.explain(values).contributions }));
  return featureDependences(schema.features, explained);
}

/** What was known at the split, with the groups that left the training side: without them leads of companies would seem to have moved. */
function settledBefore({ times }: Dataset, { train, splitAt }: Split): Int32Array {
  if (!times || splitAt === null) return train;
  return Int32Array.from(times.asOf.keys()).filter(
    (row) => times.asOf[row]! < splitAt && times.settledAt[row]! <= splitAt,
  );
}

/** Fields that the model reads, but for times, which always move. */
const readFields = ({ schema }: Dataset): ReadonlySet<string> =>
  new Set(
    schema.features.flatMap(({ name, field, unit }) =>
      unit === 'weekday' || unit === 'hourOfDay' ? [] : [name, field],
    ),
  );

function driftBetween(dataset: Dataset, read: ReadonlySet<string>, train: Int32Array, test: Int32Array) {
  const now = new Map(dataset.rawColumns(test).map((column) => [column.field, column]));
  return dataset.rawColumns(train).flatMap((before) => {
    const current = now.get(before.field);
    return current && read.has(before.field) ? [columnDrift(before, current)] : [];
  });
}
