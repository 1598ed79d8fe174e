import type { FeatureSpec, FeatureValue, Unit, UnrankedReason } from '@leadlight/lead-features';
import type { BandShares } from './bands.ts';

export type Band = 'A' | 'B' | 'C' | 'D';

/** A value as it is shown and sent; null = missing. */
export type ShownValue = string | number | boolean | null;

/** Missing as null, yes and no as such. */
export function toShownValue({ kind }: FeatureSpec, value: FeatureValue): ShownValue {
  if (typeof value !== 'number') return value;
  if (Number.isNaN(value)) return null;
  return kind === 'boolean' ? value !== 0 : value;
}

/** One reason: the contributions of all features that read one CRM field, in points of the score. */
export interface Reason {
  /** The strongest feature of the field. */
  readonly feature: string;
  readonly field: string;
  readonly labelKey: string;
  /** English label, for fields that have no translation. */
  readonly label: string;
  readonly value: ShownValue;
  /** Unit of `value`, for formatting. */
  readonly unit: Unit;
  /** Whole points; positive raises the score. */
  readonly points: number;
}

/** How many similarly scored past leads there were and which share of them converted, with its 90 % Wilson interval. */
export interface SimilarLeads {
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
  /** Never true for an unranked lead. */
  readonly qualified: boolean;
  /** Why the lead is left out of lists by score; its band is then D. Absent for a ranked lead. */
  readonly unranked?: UnrankedReason;
  readonly baseline: number;
  readonly baselineScore: number;
  readonly otherPoints: number;
  /** Present where neither outcome can be ruled out at the model's confidence. */
  readonly uncertain?: true;
  readonly similarLeads: SimilarLeads;
  readonly reasons: readonly Reason[];
}

/** What `explainScore` needs of a prediction; the names are those of libs/forest, which this library does not import. */
export interface ExplainedPrediction {
  readonly base: number;
  readonly raw: number;
  readonly contributions: ArrayLike<number>;
  /** raw → probability, never decreasing. */
  readonly calibrate: (raw: number) => number;
  readonly reference: {
    /** Probabilities of recent leads at evenly spaced ranks, ascending. */
    readonly quantiles: readonly number[];
    readonly bins: readonly { readonly upTo: number; readonly count: number; readonly converted: number }[];
    /** Probabilities at which neither outcome can be ruled out; absent = none. */
    readonly uncertain?: { readonly low: number; readonly high: number };
  };
}

export interface ScoreSettings {
  /** `qualified` is probability ≥ threshold. */
  readonly threshold: number;
  /** How many reasons are listed; the points of the others are summed in `otherPoints`. */
  readonly maxReasons: number;
  /** The default shares if absent. */
  readonly bandShares?: BandShares;
  /** Probabilities of the org's ranked open leads at evenly spaced ranks, ascending; the model's reference if absent. */
  readonly openLeads?: readonly number[];
}
