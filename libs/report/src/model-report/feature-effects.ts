/** A value as people read it, and the expected share of leads that convert if all of them had it, all else unchanged. */
export interface ExpectedAt {
  readonly value: string;
  readonly probability: number;
}

/** The permutation importance of one feature, on leads that the model had not seen. */
export interface FeatureImportance {
  readonly name: string;
  readonly label: string;
  /** Share of the model's gain in log loss over the average that is lost when the values are shuffled; by chance below 0. */
  readonly gainShare: number;
  /** The common values with the fewest and the most expected conversions; absent where single values must not be shown. */
  readonly range?: { readonly low: ExpectedAt; readonly high: ExpectedAt };
}

/** The two features with the strongest interaction, by the expected conversion of four kinds of leads. */
export interface InteractingPair {
  readonly labels: readonly [string, string];
  /** The values of both features before either changes. */
  readonly baseValues: readonly [string, string];
  readonly changedValues: readonly [string, string];
  /** Share that converts if neither, the first, the second or both values change. */
  readonly expected: {
    readonly neither: number;
    readonly first: number;
    readonly second: number;
    readonly both: number;
  };
}

export interface FeatureEffects {
  /** The strongest first. */
  readonly importances: readonly FeatureImportance[];
  /** Absent where no two features do more together than each alone. */
  readonly interaction?: InteractingPair;
}
