import type { BoostingCapacity, Constraints, Examples, Json, TrainedModel } from '@leadlight/forest';

export type LearnerId =
  'forest' | 'boosting' | 'ml-random-forest' | 'base-rate' | 'naive-bayes' | 'logistic' | 'rules' | 'blend';

/** By learner. */
export type BlendWeights = Readonly<Partial<Record<LearnerId, number>>>;

export interface LearnerSettings {
  /** 32-bit integer. */
  readonly seed: number;
  /** Stored with the model; see `TreeModel.facts`. */
  readonly facts?: { readonly [key: string]: Json };
  readonly onProgress?: (done: number, total: number) => void;
  /** Number of threads including this one; as many as cores by default. The model does not depend on it. */
  readonly threads?: number;
  /** What the business knows beforehand; supported by forest, boosting and their blend. */
  readonly constraints?: Constraints;
  /** Boosting uses its default capacity without a search, and a single model instead of the mean of several. */
  readonly quick?: boolean;
  /** The capacity that boosting found for examples like these, so that it need not be searched for again. */
  readonly capacity?: BoostingCapacity;
  /** Of the members of a blend, relative to each other; absent = chosen on out-of-bag predictions. */
  readonly blendWeights?: BlendWeights;
  /** How much more a converted example weighs in forest, boosting and their blend; calibrators correct the probabilities. */
  readonly positiveWeight?: number;
}

/** Trains a model from examples. Same examples, settings and seed give the same model. */
export interface Learner {
  readonly id: LearnerId;
  /** Maximal number of rows that it supports; undefined = no limit of its own. */
  readonly maxRows?: number;
  /**
   * @returns a calibrated model and its out-of-bag probabilities, calibrated [rows], NaN where a row was never out of bag
   * @throws ForestError `too_few_examples`, `one_outcome`, …
   */
  train(examples: Examples, settings: LearnerSettings): TrainedModel;
}
