import {
  conversionByBand,
  type BandRate,
  calibrationBins,
  comparisonSentence,
  decisionsAt,
  leaderboardOf,
  outcomeHistogram,
  rankingCurve,
  ratesByMonth,
  thresholdChoices,
  type Backtest,
  type CalibrationBin,
  type ColumnDrift,
  type ColumnQuality,
  type CurvePoint,
  type Decisions,
  type FeatureDependence,
  type FieldGroups,
  type LeaderboardEntry,
  type LeakageFinding,
  type MeasureIntervals,
  type Metrics,
  type MonthRate,
  type OutcomeBin,
  type Split,
  type ThresholdChoice,
} from '@leadlight/evaluation';
import type { FeatureEffects } from './feature-effects.ts';
import { inGoalWords } from './goal-words.ts';
import type {
  FieldQuestion,
  GoalKind,
  LeadCounts,
  ModelReportInput,
  RepeatedRowCounts,
  SegmentResult,
  TrainingFact,
} from './model-report-input.ts';
import { leakageSentence, splitSentence } from './sentences.ts';
import { verdictOf, type ReportVerdict } from './report-verdict.ts';

export type * from './model-report-input.ts';

/** How good a model is and why, as plain data for the HTML report, the admin's page and the command. */
export interface ModelReport {
  readonly version: 1;
  readonly title: string;
  readonly generatedAt: number;
  readonly verdict: ReportVerdict;
  readonly published: string;
  readonly comparison: string;
  readonly horizonDays?: number;
  /** What counts as success; absent for a table and in older reports. */
  readonly goal?: GoalKind;
  readonly split: {
    readonly kind: Split['kind'];
    readonly splitAt: number | null;
    readonly trainRows: number;
    readonly testRows: number;
    readonly dropped: Split['dropped'];
    readonly sentence: string;
    readonly randomSplitAuc?: number;
    readonly leads?: LeadCounts;
    readonly repeatedRows?: RepeatedRowCounts;
    readonly unusedDates?: readonly string[];
  };
  /** Whether the strongest fields were known when a lead is scored; absent where the history says so. */
  readonly questions?: readonly FieldQuestion[];
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
  /** On the test rows, from 1 to 99 percent; absent in older reports and where nothing was measured. */
  readonly decisionsByPercent?: readonly Decisions[];
  /** How the held-out leads of each band turned out; absent in older reports. */
  readonly bands?: readonly BandRate[];
  /** The held-out leads by the fields that an administrator named; absent in older reports and where none is named. */
  readonly groups?: readonly FieldGroups[];
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
    comparison: inGoalWords(
      comparisonSentence(leaderboard, input.comparedWith ?? ['people', 'rules'], input.published),
      input.goal,
    ),
    horizonDays: input.horizonDays,
    goal: input.goal,
    split: {
      kind: split.kind,
      splitAt: split.splitAt,
      trainRows: split.train.length,
      testRows: split.test.length,
      dropped: split.dropped,
      sentence: splitSentence(input, holdout.auc),
      randomSplitAuc,
      leads: input.leads,
      repeatedRows: input.repeatedRows,
      unusedDates: input.unusedDates,
    },
    questions: input.questions,
    holdout,
    curve: rankingCurve(predictions),
    calibration: calibrationBins(predictions),
    histogram: outcomeHistogram(predictions),
    bands: input.bandShares && conversionByBand(predictions, input.bandShares),
    months: input.asOf ? ratesByMonth(predictions, input.asOf) : [],
    backtest: input.backtest,
    features: input.features,
    effects: input.effects,
    segments: input.segments ?? [],
    leakage: {
      findings: input.leakage,
      sentence: leakageSentence(input.leakage, holdout.auc, input),
      aucWithLeaks,
    },
    quality: input.quality ?? [],
    drift: input.drift ?? [],
    leaderboard,
    thresholds: thresholdChoices(input.thresholdPredictions ?? predictions, predictions, input.thresholdOptions),
    decisionsByPercent: Array.from({ length: 99 }, (_, index) => decisionsAt(predictions, (index + 1) / 100)),
    ...(input.groupsByField && input.groupsByField.length > 0 && { groups: input.groupsByField }),
    facts: input.facts,
  };
}
