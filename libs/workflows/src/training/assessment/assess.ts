import {
  columnDrift,
  columnQuality,
  leaderboardOf,
  measureGroups,
  randomSplit,
  rocAuc,
  type Backtest,
  type FieldGroups,
  type FittedDependence,
  type Predictions,
  type Split,
} from '@leadlight/evaluation';
import { DEFAULT_BAND_SHARES } from '@leadlight/lead-score';
import type { LearnerId } from '@leadlight/learners';
import { modelReportOf, type ModelReport, type TrainingFact } from '@leadlight/report';
import type { Progress } from '../../ports/index.ts';
import { leadCounts, takeRows, withFieldLabels, type Dataset } from '../examples/dataset.ts';
import { representativeRows } from '../examples/representative-rows.ts';
import { groupColumnOf } from '../examples/group-column.ts';
import { evaluateSegments, type SegmentTrial } from '../segments/evaluate-segments.ts';
import type { SegmentPlan } from '../segments/fit-published.ts';
import { hasSegmentFeature, segmentFeature } from '../segments/segment-names.ts';
import type { AssessSettings } from './assess-settings.ts';
import { backtestDataset } from './backtest-dataset.ts';
import { choiceFacts } from './choice-facts.ts';
import { companyDependence } from './company-groups.ts';
import { dependencesOf } from './dependences.ts';
import { fitContenders, predictByContenders } from './contenders.ts';
import { hasEnoughOutcomes } from './enough-outcomes.ts';
import { featureEffectsOf } from './feature-effects.ts';
import { fieldQuestions } from './field-questions.ts';
import { fitAside, type Fitted } from './fit.ts';
import { removeLeakage } from './remove-leakage.ts';
import { splitOf, trainingPlanOf } from './training-plan.ts';
import { hasBothOutcomes, unseenSubjects } from './unseen-subjects.ts';

export interface Assessment {
  readonly report: ModelReport;
  /** The learner to publish. */
  readonly learner: LearnerId;
  /** The dataset without leaking features, on which the published model is fitted. */
  readonly dataset: Dataset;
  /** How leads of one company depend on each other; absent with too few companies of several leads. */
  readonly dependence?: FittedDependence;
  /** The segments that get their own model or offset. */
  readonly segments?: SegmentPlan;
  /** The settings, with the capacity that boosting found and the weights of the blend, to fit the learner to publish. */
  readonly settings: AssessSettings;
}

const UNSEEN_AUC = 'AUC on subjects that the model has not learned from';

/**
 * Measures, before anything is published, how good a model of these rows is: on held-out rows (the newest if there are
 * dates), against all contenders, and without leaking features.
 * @param onLearner called as soon as the learner to publish is known, before what takes most of the time
 * @throws EvaluationError, ForestError if there are too few outcomes to learn from or to measure on
 */
export function assess(
  full: Dataset,
  given: AssessSettings,
  facts: readonly TrainingFact[],
  now: number,
  progress: Progress,
  onLearner: (learner: LearnerId, dataset: Dataset, settings: AssessSettings) => void = () => undefined,
): Assessment {
  const { seed, threshold } = given;
  const split = splitOf(full, given);
  const { train, test } = split;
  const { dataset, findings, isReduced } = removeLeakage(full, train, given.allow ?? [], split.splitAt ?? Infinity);
  const trained = fitContenders(dataset, train, given, progress);
  const settings = { ...given, blendWeights: trained.blendWeights };
  const { fitted } = trained;
  const contenders = predictByContenders(dataset, train, test, trained);
  const labels = takeRows(dataset.labels, test);
  const groups = takeRows(full.leads, test);
  const part = split.kind === 'time' ? 'newest part' : 'test part';
  const leaderboard = leaderboardOf(labels, contenders, { seed, threshold, groups, part, winner: trained.winner });
  const winner = leaderboard.find(({ isWinner }) => isWinner)!.id as LearnerId;
  const learner = settings.learner === 'best' ? winner : settings.learner;
  const tuned = { ...settings, capacity: fitted.get('boosting')?.capacity };
  onLearner(learner, dataset, tuned);
  const published = fitted.get(learner)!;
  const { probabilities } = contenders.find(({ id }) => id === learner)!;
  const measured = { learner, probabilities };
  const trial = segmentTrial(full, dataset, split, learner, published, settings);
  // A quick training does not train once more only to show what a random split would have measured.
  const random = !settings.quick && full.times && randomSplit(full.labels, seed, settings.holdout, [full.leads]);
  const aucWithLeaks = isReduced ? aucAside(full, split, learner, tuned) : undefined;
  const randomSplitAuc =
    random && hasEnoughOutcomes(full, random.train) ? aucAside(dataset, random, learner, tuned) : undefined;
  const unseen = full.isRecurring ? unseenSubjects(full, split) : undefined;
  const unseenAuc = unseen && hasBothOutcomes(full, unseen) ? aucAside(dataset, unseen, learner, tuned) : undefined;
  const backtest = given.backtest ? backtestDataset(full, given, progress) : undefined;
  const report = modelReportOf({
    title: full.title,
    generatedAt: now,
    horizonDays: full.horizonDays,
    goal: full.goal,
    split,
    threshold,
    seed,
    groups,
    contenders,
    leaderboard,
    facts: [
      ...facts,
      ...choiceFacts(trained, published),
      ...missingSegmentFacts(dataset, settings),
      ...missingBacktestFacts(settings, backtest),
      ...(unseenAuc ? [{ name: UNSEEN_AUC, value: unseenAuc().toFixed(3) }] : []),
    ],
    labels,
    published: learner,
    thresholdPredictions: outOfBagPredictions(dataset, train, published),
    thresholdOptions: settings.thresholdOptions,
    bandShares: settings.bandShares ?? DEFAULT_BAND_SHARES,
    asOf: full.times && takeRows(full.times.asOf, test),
    leads: leadCounts(full, split),
    repeatedRows: full.tableNotes?.repeatedRows,
    unusedDates: full.tableNotes?.unusedDates,
    questions: full.tableNotes && fieldQuestions(dataset, findings, split, measured, tuned),
    leakage: withFieldLabels(full, findings),
    backtest,
    features: dependencesOf(dataset, test, published.model),
    effects: featureEffectsOf(dataset, test, published.model, seed),
    quality: withFieldLabels(full, full.rawColumns(representativeRows(full, train)).map(columnQuality)),
    drift: withFieldLabels(
      full,
      driftBetween(full, fieldsRead(dataset), representativeRows(full, settledBefore(full, split)), test),
    ),
    segments: trial?.results,
    groupsByField: groupsOf(full, test, { labels, probabilities }, settings),
    plan: trainingPlanOf(full, settings),
    // Last: other threads train for these meanwhile.
    aucWithLeaks: aucWithLeaks?.(),
    randomSplitAuc: randomSplitAuc?.(),
  });
  const dependence = companyDependence(full, test, probabilities, seed);
  return { report, learner, dataset, dependence, segments: trial?.plan, settings: tuned };
}

function groupsOf(
  full: Dataset,
  test: Int32Array,
  predictions: Predictions,
  { groupFields = [], threshold, seed }: AssessSettings,
): readonly FieldGroups[] {
  const columns = groupFields.map((name) => groupColumnOf(full, name, test));
  return measureGroups(predictions, withFieldLabels(full, columns), {
    ...{ threshold, seed },
    leads: takeRows(full.leads, test),
  });
}

/** Trains in another thread. @returns a function that waits for the AUC of the measured rows */
function aucAside(
  dataset: Dataset,
  { train, test: tested }: Split,
  learner: LearnerId,
  settings: AssessSettings,
): () => number {
  const test = representativeRows(dataset, tested);
  const fitted = fitAside(dataset, learner, train, settings);
  return () =>
    rocAuc({
      labels: takeRows(dataset.labels, test),
      probabilities: fitted().model.predictTable(dataset.table.take(test)),
    });
}

/** @returns undefined if the segment field leaks. @throws LeadFeaturesError `column_absent` if no categorical feature has its name */
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

const missingSegmentFacts = (dataset: Dataset, { segmentBy }: AssessSettings): readonly TrainingFact[] =>
  segmentBy === undefined || hasSegmentFeature(dataset, segmentBy)
    ? []
    : [{ name: 'Segments', value: `none: ${segmentBy} is left out, so no model may form segments by it` }];

const missingBacktestFacts = (settings: AssessSettings, backtest: Backtest | undefined): readonly TrainingFact[] =>
  settings.backtest && !backtest
    ? [{ name: 'Backtest', value: 'none: no month has enough settled outcomes of both kinds before it' }]
    : [];

/** Thresholds are chosen on rows that the model has not seen; undefined if the learner has no out-of-bag predictions. */
function outOfBagPredictions({ labels }: Dataset, train: Int32Array, { outOfBag }: Fitted) {
  const predicted = Int32Array.from(train.keys()).filter((i) => !Number.isNaN(outOfBag[i]!));
  if (predicted.length === 0) return undefined;
  return {
    labels: Uint8Array.from(predicted, (i) => labels[train[i]!]!),
    probabilities: Float64Array.from(predicted, (i) => outOfBag[i]!),
  };
}

/**
 * All rows settled at the split, including the groups that were moved out of the training side: without them, leads of
 * companies would seem to drift.
 */
function settledBefore({ times }: Dataset, { train, splitAt }: Split): Int32Array {
  if (!times || splitAt === null) return train;
  return Int32Array.from(times.asOf.keys()).filter(
    (row) => times.asOf[row]! < splitAt && times.settledAt[row]! <= splitAt,
  );
}

/** The fields that the model reads, without times of day and week, which always drift. */
const fieldsRead = ({ schema }: Dataset): ReadonlySet<string> =>
  new Set(
    schema.features.flatMap(({ name, field, unit }) =>
      unit === 'weekday' || unit === 'hourOfDay' ? [] : [name, field],
    ),
  );

function driftBetween(dataset: Dataset, read: ReadonlySet<string>, reference: Int32Array, current: Int32Array) {
  const currentColumns = new Map(dataset.rawColumns(current).map((column) => [column.field, column]));
  return dataset.rawColumns(reference).flatMap((before) => {
    const column = currentColumns.get(before.field);
    return column && read.has(before.field) ? [columnDrift(before, column)] : [];
  });
}
