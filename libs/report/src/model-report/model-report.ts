import {
  calibrationBins,
  comparisonSentence,
  leaderboardOf,
  outcomeHistogram,
  rankingCurve,
  ratesByMonth,
  thresholdChoices,
  type Backtest,
  type CalibrationBin,
  type ColumnDrift,
  type ColumnQuality,
  type Contender,
  type CurvePoint,
  type FeatureDependence,
  type GroupKey,
  type LeaderboardEntry,
  type LeakageFinding,
  type MeasureIntervals,
  type Metrics,
  type MonthRate,
  type OutcomeBin,
  type Predictions,
  type SegmentComparison,
  type Split,
  type ThresholdChoice,
  type ThresholdOptions,
  type TrainingPlan,
} from '@leadlight/evaluation';
import type { FeatureEffects } from './feature-effects.ts';
import { leakageSentence, splitSentence } from './sentences.ts';
import { verdictOf, type ReportVerdict } from './report-verdict.ts';

/** A line of the table of training facts: settings, hashes, versions. */
export interface TrainingFact {
  readonly name: string;
  readonly value: string;
}

/** The comparison of one segment with a model or offset of its own, which is published if it is worthwhile. */
export interface SegmentResult extends SegmentComparison {
  /** A model where the segment has enough outcomes, else an offset of the whole model in log odds. */
  readonly means: 'model' | 'offset';
}

/** `[test rows]` are the rows of `split.test`, in that order. */
export interface ModelReportInput {
  /** The name of the file or org that was learned from. */
  readonly title: string;
  readonly generatedAt: number;
  readonly split: Split;
  readonly threshold: number;
  readonly horizonDays?: number;
  /** [test rows] */
  readonly labels: ArrayLike<number>;
  /** Id of the contender that is published. */
  readonly published: string;
  /** On the test rows; the published one is among them. */
  readonly contenders: readonly Contender[];
  /** The comparison of the contenders, where it exists already. */
  readonly leaderboard?: readonly LeaderboardEntry[];
  /** Ids of the contenders that teams use today. */
  readonly comparedWith?: readonly string[];
  /** Out-of-bag predictions to choose thresholds on; the test rows where absent. */
  readonly thresholdPredictions?: Predictions;
  readonly thresholdOptions?: ThresholdOptions;
  /** [test rows] */
  readonly asOf?: ArrayLike<number>;
  /** [test rows] Rows of one lead share a key. */
  readonly groups?: ArrayLike<GroupKey>;
  readonly leakage: readonly LeakageFinding[];
  /** AUC of the same learner with the fields that were left out, on the same rows. */
  readonly aucWithLeaks?: number;
  readonly backtest?: Backtest;
  /** AUC of the same learner where the rows are split at random. */
  readonly randomSplitAuc?: number;
  readonly features: readonly FeatureDependence[];
  readonly effects?: FeatureEffects;
  readonly quality?: readonly ColumnQuality[];
  readonly drift?: readonly ColumnDrift[];
  readonly segments?: readonly SegmentResult[];
  readonly plan?: TrainingPlan;
  readonly facts: readonly TrainingFact[];
  readonly seed: number;
}

/** How good a model is and why, as plain data for the HTML report, the admin's page and the command. */
export interface ModelReport {
  readonly version: 1;
  readonly title: string;
  readonly generatedAt: number;
  readonly verdict: ReportVerdict;
  readonly published: string;
  readonly comparison: string;
  readonly horizonDays?: number;
  readonly split: {
    readonly kind: Split['kind'];
    readonly splitAt: number | null;
    readonly trainRows: number;
    readonly testRows: number;
    readonly dropped: Split['dropped'];
    readonly sentence: string;
    readonly randomSplitAuc?: number;
  };
  readonly holdout: Metrics & { readonly intervals: MeasureIntervals };
  readonly curve: readonly CurvePoint[];
  readonly calibration: readonly CalibrationBin[];
  readonly histogram: readonly OutcomeBin[];
  readonly months: readonly MonthRate[];
  readonly backtest?: Backtest;
  readonly features: readonly FeatureDependence[];
  /** Absent in older reports, and where the model is no better than the average. */
  readonly effects?: FeatureEffects;
  readonly segments: readonly SegmentResult[];
  readonly leakage: {
    readonly findings: readonly LeakageFinding[];
    readonly sentence: string;
    readonly aucWithLeaks?: number;
  };
  readonly quality: readonly ColumnQuality[];
  readonly drift: readonly ColumnDrift[];
  readonly leaderboard: readonly LeaderboardEntry[];
  readonly thresholds: readonly ThresholdChoice[];
  readonly facts: readonly TrainingFact[];
}

/**
 * Measures the published contender and assembles the report about it.
 * @throws EvaluationError where nothing can be measured; RangeError where `published` is no contender
 */
export function modelReportOf(input: ModelReportInput): ModelReport {
  const { labels, split, threshold, seed, groups, contenders } = input;
  const contender = contenders.find(({ id }) => id === input.published);
  if (!contender) throw new RangeError(`There is no contender "${input.published}" to report on.`);
  const predictions = { labels, probabilities: contender.probabilities };
  const part = split.kind === 'time' ? 'newest part' : 'test part';
  const leaderboard = input.leaderboard ?? leaderboardOf(labels, contenders, { seed, threshold, groups, part });
  const { metrics, intervals } = leaderboard.find(({ id }) => id === input.published)!;
  const holdout = { ...metrics, intervals };
  const { randomSplitAuc, aucWithLeaks } = input;
  return {
    version: 1,
    title: input.title,
    generatedAt: input.generatedAt,
    verdict: verdictOf(input, holdout, leaderboard),
    published: input.published,
    comparison: comparisonSentence(leaderboard, input.comparedWith ?? ['people', 'rules'], input.published),
    horizonDays: input.horizonDays,
    split: {
      kind: split.kind,
      splitAt: split.splitAt,
      trainRows: split.train.length,
      testRows: split.test.length,
      dropped: split.dropped,
      sentence: splitSentence(split, holdout.auc, randomSplitAuc),
      randomSplitAuc,
    },
    holdout,
    curve: rankingCurve(predictions),
    calibration: calibrationBins(predictions),
    histogram: outcomeHistogram(predictions),
    months: input.asOf ? ratesByMonth(predictions, input.asOf) : [],
    backtest: input.backtest,
    features: input.features,
    effects: input.effects,
    segments: input.segments ?? [],
    leakage: {
      findings: input.leakage,
      sentence: leakageSentence(input.leakage, holdout.auc, aucWithLeaks),
      aucWithLeaks,
    },
    quality: input.quality ?? [],
    drift: input.drift ?? [],
    leaderboard,
    thresholds: thresholdChoices(input.thresholdPredictions ?? predictions, predictions, input.thresholdOptions),
    facts: input.facts,
  };
}
