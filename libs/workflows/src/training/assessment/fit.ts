import { DAY_MS } from '@leadlight/common';
import {
  BinnedTreeModel,
  createReference,
  halfLifeWeights,
  type BoostingCapacity,
  type Constraints,
  type Examples,
  type Json,
  type Table,
} from '@leadlight/forest';
import {
  blendLearners,
  learnerById,
  createRulesLearner,
  trainAside,
  type BlendWeights,
  type Learner,
  type LearnerId,
  type PointsRule,
  type PointsTable,
} from '@leadlight/learners';
import { WorkflowError } from '../../errors.ts';
import { featuresNamed } from '../../administration/scoring-settings/named-features.ts';
import { takeRows, type Dataset } from '../examples/dataset.ts';
import { representativeRows } from '../examples/representative-rows.ts';
import { supportedRows } from '../supported-learner.ts';

/** How any learner is trained. Features are named by their own name or their field's. */
export interface LearningSettings {
  readonly seed: number;
  /** Trains faster and less well, to try settings. */
  readonly quick?: boolean;
  /** What boosting found for rows like these before, so that it need not be searched for again. */
  readonly capacity?: BoostingCapacity;
  /** A row's weight halves in this many days; absent or null = all rows weigh the same. */
  readonly halfLifeDays?: number | null;
  /** The weight of a converted example relative to another one in training. */
  readonly classWeight?: number;
  /** Numeric features whose larger values never lower (up) or never raise (down) the prediction. */
  readonly monotonicConstraints?: Readonly<Record<string, 'up' | 'down'>>;
  /** Pairs of features that do not interact: their effects only add up. */
  readonly forbiddenInteractions?: readonly (readonly [string, string])[];
  /** Of the members of a blend; absent = chosen by cross-validation. */
  readonly blendWeights?: BlendWeights;
  /** Absent or null = the built-in table; for a CSV file, one derived from its rows. */
  readonly pointsTable?: readonly PointsRule[] | null;
}

export interface Fitted {
  readonly model: BinnedTreeModel;
  /** [train rows] Calibrated, NaN where a row was never out of bag. */
  readonly outOfBag: Float64Array;
  /** [train rows] The same before calibration. */
  readonly rawOutOfBag: Float64Array;
  /** What boosting found to fit the rows; absent for other learners. */
  readonly capacity?: BoostingCapacity;
}

/** The parts of a dataset that a learner reads. */
export type Learnable = Pick<Dataset, 'table' | 'labels' | 'leads' | 'schema' | 'times' | 'weights'>;

/** Trains a learner on some rows, or on as many of the newest as it supports. @throws WorkflowError `creation_times_missing` if there is a half-life but no dates */
export function fit(
  dataset: Learnable,
  learnerId: LearnerId,
  rows: ArrayLike<number>,
  learning: LearningSettings,
  facts: { readonly [key: string]: Json } = {},
  onProgress?: (done: number, total: number) => void,
): Fitted {
  const learner = learnerOf(learnerId, learning);
  const { all, sample, examples, settings } = lesson(dataset, learner, rows, learning);
  const fitted = onAllRows(learner.train(examples, { ...settings, facts, onProgress }), sample, all);
  return measuredOnRepresentative(dataset, fitted, all);
}

export interface TimedFit extends Fitted {
  /** The time to train, without the wait for the result. */
  readonly seconds: number;
}

/** As `fit` of a blend, with models that learned from the same rows with the same settings. */
export function fitBlend(
  dataset: Learnable,
  rows: ArrayLike<number>,
  learning: LearningSettings,
  fitted: ReadonlyMap<LearnerId, Fitted>,
): Fitted {
  const { examples, settings, all } = lesson(dataset, learnerById('blend'), rows, learning);
  return measuredOnRepresentative(dataset, blendLearners(examples, settings, fitted), all);
}

/** As `fit`, in another thread while this one does other work. @returns a function that waits for the result */
export function fitAside(
  dataset: Learnable,
  learnerId: LearnerId,
  rows: ArrayLike<number>,
  learning: LearningSettings,
): () => TimedFit {
  // The points table is an argument of its learner, which trains at once.
  if (learnerId === 'rules') return () => fitTimed(dataset, learnerId, rows, learning);
  const { all, sample, examples, settings } = lesson(dataset, learnerOf(learnerId, learning), rows, learning);
  const trained = trainAside(learnerId, examples, settings);
  return () => {
    const { seconds, ...fitted } = trained();
    return { ...measuredOnRepresentative(dataset, onAllRows(fitted, sample, all), all), seconds };
  };
}

/** `fit` with the time that it took. */
export function fitTimed(...args: Parameters<typeof fit>): TimedFit {
  const start = performance.now();
  const fitted = fit(...args);
  return { ...fitted, seconds: (performance.now() - start) / 1000 };
}

const learnerOf = (id: LearnerId, learning: LearningSettings): Learner =>
  id === 'rules' ? createRulesLearner(pointsTableOf(learning)) : learnerById(id);

/** What a learner learns, and how: some rows, or as many of the newest as it supports. */
function lesson(dataset: Learnable, learner: Learner, rows: ArrayLike<number>, learning: LearningSettings) {
  const { seed, quick, capacity, blendWeights, classWeight: positiveWeight } = learning;
  const constraints = constraintsOf(dataset, learning);
  const all = Int32Array.from(rows);
  const sample = supportedRows(dataset, all, learner.maxRows ?? Infinity);
  return {
    all,
    sample,
    examples: examplesOf(dataset, sample, learning),
    settings: { seed, quick, capacity, constraints, positiveWeight, blendWeights },
  };
}

/**
 * Of weighted rows, keeps the out-of-bag predictions of those that represent all, and summarises past leads by these alone: with the
 * others, the conversion rate would not be that of the leads.
 */
function measuredOnRepresentative(dataset: Learnable, fitted: Fitted, rows: Int32Array): Fitted {
  if (!dataset.weights) return fitted;
  const kept = new Set(representativeRows({ leads: dataset.leads, weights: dataset.weights }, rows));
  const masked = (values: Float64Array) => values.map((value, i) => (kept.has(rows[i]!) ? value : Number.NaN));
  const outOfBag = masked(fitted.outOfBag);
  const reference = createReference(outOfBag, takeRows(dataset.labels, rows), takeRows(dataset.leads, rows));
  const model = new BinnedTreeModel({ ...fitted.model.parts, reference });
  return { ...fitted, model, outOfBag, rawOutOfBag: masked(fitted.rawOutOfBag) };
}

/** With out-of-bag predictions of all rows: NaN for those that are not in the sample. Both are in the same order. */
function onAllRows(fitted: Fitted, sample: Int32Array, rows: Int32Array): Fitted {
  if (sample === rows) return fitted;
  const outOfBag = new Float64Array(rows.length).fill(Number.NaN);
  const rawOutOfBag = outOfBag.slice();
  let next = 0;
  rows.forEach((row, index) => {
    if (row !== sample[next]) return;
    outOfBag[index] = fitted.outOfBag[next]!;
    rawOutOfBag[index] = fitted.rawOutOfBag[next++]!;
  });
  return { ...fitted, outOfBag, rawOutOfBag };
}

/** Fits the points table, with recent leads as the reference distribution, because there are no leads with outcomes. */
export function fitRules(
  dataset: Learnable,
  rows: ArrayLike<number>,
  recent: Table,
  learning: LearningSettings,
  facts: { readonly [key: string]: Json },
): Fitted {
  const examples = examplesOf(dataset, rows, learning);
  return createRulesLearner(pointsTableOf(learning), recent).train(examples, { seed: learning.seed, facts });
}

const pointsTableOf = ({ pointsTable }: LearningSettings): PointsTable | undefined =>
  pointsTable ? { version: 1, rules: pointsTable } : undefined;

function examplesOf(dataset: Learnable, rows: ArrayLike<number>, learning: LearningSettings): Examples {
  const { table, labels, leads } = dataset;
  return {
    ...table.take(rows),
    labels: takeRows(labels, rows),
    groups: takeRows(leads, rows),
    weights: weightsOf(dataset, rows, learning),
  };
}

/** [rows] How many rows each stands for, less for old ones where there is a half-life. */
function weightsOf(
  { times, weights }: Learnable,
  rows: ArrayLike<number>,
  { halfLifeDays }: LearningSettings,
): Float64Array | undefined {
  const sampling = weights && takeRows(weights, rows);
  if (halfLifeDays === undefined || halfLifeDays === null) return sampling;
  if (!times) throw new WorkflowError('creation_times_missing', { use: 'A half-life' });
  const asOf = takeRows(times.asOf, rows);
  const newest = asOf.reduce((late, at) => Math.max(late, at), -Infinity);
  const byAge = halfLifeWeights(
    asOf.map((at) => (newest - at) / DAY_MS),
    halfLifeDays,
  );
  return sampling ? byAge.map((weight, i) => weight * sampling[i]!) : byAge;
}

/** The constraints by column name; features that the dataset does not have are left out. */
function constraintsOf(
  { schema }: Learnable,
  { monotonicConstraints = {}, forbiddenInteractions = [] }: LearningSettings,
): Constraints {
  const named = (name: string) => featuresNamed(schema.features, name);
  const signs = Object.entries(monotonicConstraints).flatMap(([name, direction]) =>
    named(name).flatMap((feature) =>
      feature.kind === 'numeric' ? [[feature.name, direction === 'up' ? 1 : -1] as const] : [],
    ),
  );
  const pairs = forbiddenInteractions.flatMap(([one, other]) =>
    named(one).flatMap((a) => named(other).flatMap((b) => (a.name === b.name ? [] : [[a.name, b.name] as const]))),
  );
  return { monotonicConstraints: Object.fromEntries(signs), forbiddenInteractions: pairs };
}

/** The learners that support monotonic constraints, forbidden interactions and a class weight. */
export const CONSTRAINT_LEARNERS: readonly LearnerId[] = ['forest', 'boosting', 'blend'];

/** Whether the settings have constraints that only some learners support, so that only these may be published. */
export const hasConstraints = ({
  monotonicConstraints = {},
  forbiddenInteractions = [],
  classWeight = 1,
}: Pick<LearningSettings, 'monotonicConstraints' | 'forbiddenInteractions' | 'classWeight'>): boolean =>
  Object.keys(monotonicConstraints).length > 0 || forbiddenInteractions.length > 0 || classWeight !== 1;
