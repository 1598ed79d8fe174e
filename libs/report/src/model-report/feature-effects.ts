/** A value as people read it, and the share of leads that would convert if all of them had it, all else as it is. */
export interface ExpectedAt {
  readonly value: string;
  readonly probability: number;
}

/** What one feature is worth to the model, on leads that it had not seen. */
export interface FeatureImportance {
  readonly name: string;
  readonly label: string;
  /** Share of the model's gain over the average, in log loss, that goes when the feature's values are shuffled; chance alone can take it below 0. */
  readonly lost: number;
  /** The common values with which the fewest and the most would convert; absent where nothing may be told of single values. */
  readonly ends?: { readonly low: ExpectedAt; readonly high: ExpectedAt };
}

/** The two features whose meeting moves most leads most, by what is foreseen of four kinds of leads. */
export interface InteractingPair {
  readonly labels: readonly [string, string];
  /** Values of the first and of the second where neither has changed. */
  readonly from: readonly [string, string];
  readonly to: readonly [string, string];
  readonly foreseen: {
    readonly neither: number;
    readonly first: number;
    readonly second: number;
    readonly both: number;
  };
}

export interface FeatureEffects {
  /** The strongest first. */
  readonly worth: readonly FeatureImportance[];
  /** Absent where no two features do more together than each alone. */
  readonly together?: InteractingPair;
}
