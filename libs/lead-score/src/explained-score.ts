import type { FeatureSchema, Unit } from '@leadlight/lead-features';

export type Band = 'A' | 'B' | 'C' | 'D';

/** One reason: the contributions of all features that read one CRM field, in points of the score. */
export interface Reason {
  /** The strongest feature of the field. */
  readonly feature: string;
  readonly field: string;
  readonly labelKey: string;
  /** English label, for fields that have no translation. */
  readonly label: string;
  /** The feature's value for this lead, raw; null = missing. */
  readonly value: string | number | boolean | null;
  /** Unit of `value`, for formatting. */
  readonly unit: Unit;
  /** Whole points, positive raises the score. */
  readonly points: number;
}

/** How past leads that were scored alike fared: 90 % Wilson interval. */
export interface Peers {
  readonly count: number;
  readonly converted: number;
  readonly low: number;
  readonly high: number;
}

/** baselineScore + Σ reasons.points + otherPoints = score, always. */
export interface ExplainedScore {
  readonly score: number;
  readonly band: Band;
  readonly probability: number;
  readonly qualified: boolean;
  readonly baseline: number;
  readonly baselineScore: number;
  readonly otherPoints: number;
  /** Present where neither outcome can be ruled out at the model's confidence. */
  readonly uncertain?: true;
  readonly peers: Peers;
  readonly reasons: readonly Reason[];
}

/** What `scoreOf` needs of a model's answer; the names are those of libs/forest, which this library does not import. */
export interface ExplainedPrediction {
  readonly base: number;
  readonly raw: number;
  readonly contributions: ArrayLike<number>;
  /** raw → probability, never decreasing. */
  readonly calibrate: (raw: number) => number;
  readonly reference: {
    readonly quantiles: readonly number[];
    readonly bins: readonly { readonly upTo: number; readonly count: number; readonly converted: number }[];
    /** Probabilities at which neither outcome can be ruled out; absent = none. */
    readonly uncertain?: { readonly low: number; readonly high: number };
  };
}

export interface ScoreSettings {
  /** `qualified` is probability ≥ threshold. */
  readonly threshold: number;
  /** How many reasons are named; the rest is summed in `otherPoints`. */
  readonly maxReasons: number;
}

export type ScoreOf = (
  schema: FeatureSchema,
  row: readonly (number | string | null)[],
  answer: ExplainedPrediction,
  settings: ScoreSettings,
) => ExplainedScore;
