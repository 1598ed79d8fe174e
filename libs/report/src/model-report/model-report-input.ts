import type {
  Backtest,
  ColumnDrift,
  ColumnQuality,
  Contender,
  FeatureDependence,
  FieldGroups,
  GroupKey,
  LeaderboardEntry,
  LeakageFinding,
  Predictions,
  SegmentComparison,
  Split,
  ThresholdOptions,
  TrainingPlan,
} from '@leadlight/evaluation';
import type { FeatureEffects } from './feature-effects.ts';

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

/** What counts as success in an org: the goal's kind, or `event` for that of a propensity. */
export type GoalKind = 'converted' | 'opportunity' | 'won' | 'status' | 'event';

/** How many leads the rows of a split are of, where a lead has several rows. */
export interface LeadCounts {
  readonly train: number;
  readonly test: number;
  /** Leads of the test part with a row that converted. */
  readonly testConverted: number;
}

/** Rows of a table that repeat others. */
export interface RepeatedRowCounts {
  /** Equal to an earlier row in every feature, and counted with it as one lead. */
  readonly exact: number;
  /** Equal to an earlier row in most features, and counted with it as one lead. */
  readonly near: number;
  /** Equal to an earlier row, but by values so common that they count as different leads. */
  readonly common: number;
}

/** A strong field of a table, which cannot say when its values became known. */
export interface FieldQuestion {
  readonly field: string;
  readonly label?: string;
  /** AUC of the field alone, on the rows to learn from. */
  readonly aucAlone: number;
  /** AUC of the published learner on the test rows, with the field and without it. */
  readonly aucWith: number;
  readonly aucWithout: number;
}

/** `[test rows]` are the rows of `split.test`, in that order. */
export interface ModelReportInput {
  /** The name of the file or org that was learned from. */
  readonly title: string;
  readonly generatedAt: number;
  readonly split: Split;
  readonly threshold: number;
  readonly horizonDays?: number;
  /** Absent for a table. With it, rows are snapshots of leads. */
  readonly goal?: GoalKind;
  /** Percent of the leads by band, the best first; absent = the report has no bands. */
  readonly bandShares?: Readonly<Record<string, number>>;
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
  /** Absent where every row is a lead of its own. */
  readonly leads?: LeadCounts;
  readonly repeatedRows?: RepeatedRowCounts;
  /** Columns of dates of a table of which none is named as the creation date. */
  readonly unusedDates?: readonly string[];
  /** The strongest fields first; absent where the history says what was known when. */
  readonly questions?: readonly FieldQuestion[];
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
  /** The test rows by the fields that an administrator named. */
  readonly groupsByField?: readonly FieldGroups[];
  readonly plan?: TrainingPlan;
  readonly facts: readonly TrainingFact[];
  readonly seed: number;
}
