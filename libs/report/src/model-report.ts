import type {
  Backtest,
  CalibrationBin,
  ColumnDrift,
  ColumnQuality,
  CurvePoint,
  FeatureShape,
  LeaderboardEntry,
  LeakageFinding,
  MeasureIntervals,
  Metrics,
  MonthRate,
  OutcomeBin,
  SegmentComparison,
  Split,
  ThresholdChoice,
} from '@leadlight/evaluation';

/** Whether the model is fit for use, and why. */
export interface ModelVerdict {
  readonly level: 'ready' | 'care' | 'not_ready';
  /** Sentences, the gravest first; never empty. */
  readonly reasons: readonly string[];
}

/**
 * All that a training found out, as plain data: drawn as one HTML page, kept with the model, shown to the admin. Times are
 * milliseconds. Absent = could not be told from this data.
 */
export interface ModelReport {
  readonly version: 1;
  readonly title: string;
  readonly trainedAt: number;
  readonly verdict: ModelVerdict;
  /** One sentence on how much better the model is than people's judgement and rules. */
  readonly comparison: string;
  readonly holdout: Metrics & {
    readonly split: Pick<Split, 'kind' | 'splitAt' | 'dropped'>;
    readonly trainRows: number;
    readonly intervals?: MeasureIntervals;
  };
  /** AUC when the same rows are split at random: how much a random split would have flattered. */
  readonly randomSplitAuc?: number;
  readonly backtest?: Backtest;
  readonly leakage: { readonly findings: readonly LeakageFinding[] };
  readonly leaderboard: readonly LeaderboardEntry[];
  readonly thresholds: readonly ThresholdChoice[];
  readonly curve: readonly CurvePoint[];
  readonly calibration: readonly CalibrationBin[];
  readonly histogram: readonly OutcomeBin[];
  readonly months?: readonly MonthRate[];
  readonly features: readonly FeatureShape[];
  readonly segments?: { readonly field: string; readonly segments: readonly SegmentComparison[] };
  readonly quality: readonly ColumnQuality[];
  readonly drift: readonly ColumnDrift[];
  /** For the table of facts: name and value, in order. */
  readonly facts: readonly { readonly name: string; readonly value: string }[];
}
