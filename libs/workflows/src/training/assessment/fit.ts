import {
  halfLifeWeights,
  type Constraints,
  type Examples,
  type Json,
  type Table,
  type TreeModel,
} from '@leadlight/forest';
import {
  learnerById,
  createRulesLearner,
  type LearnerId,
  type PointsRule,
  type PointsTable,
} from '@leadlight/learners';
import { WorkflowError } from '../../errors.ts';
import { featuresNamed } from '../../administration/scoring-settings/named-features.ts';
import { takeRows, type Dataset } from '../examples/dataset.ts';

/** How a model is grown, whoever learns. Fields and features go by either name. */
export interface LearningSettings {
  readonly seed: number;
  /** Rows count half after so many days; absent or null = all count alike. */
  readonly halfLifeDays?: number | null;
  /** How much more a converted example counts in growing. */
  readonly classWeight?: number;
  /** Of which numbers more never lowers (up) or never raises (down) the prediction. */
  readonly monotonicConstraints?: Readonly<Record<string, 'up' | 'down'>>;
  /** Pairs whose effects only add up. */
  readonly interactionConstraints?: readonly (readonly [string, string])[];
  /** The points table; absent or null = the built-in one, or for a CSV one derived from its rows. */
  readonly pointsTable?: readonly PointsRule[] | null;
}

export interface Fitted {
  readonly model: TreeModel;
  /** [train rows] Calibrated, NaN where a row was never out of bag. */
  readonly outOfBag: Float64Array;
}

/** What is learned from: rows of a dataset under its schema. */
export type Learnable = Pick<Dataset, 'table' | 'labels' | 'leads' | 'schema' | 'times'>;

/** Learns from some rows. @throws WorkflowError `no_dates` where newer rows are to count more and none has a date */
export function fit(
  dataset: Learnable,
  learnerId: LearnerId,
  rows: ArrayLike<number>,
  learning: LearningSettings,
  facts: { readonly [key: string]: Json } = {},
  onProgress?: (done: number, total: number) => void,
): Fitted {
  const { seed, classWeight } = learning;
  const learner = learnerId === 'rules' ? createRulesLearner(pointsTableOf(learning)) : learnerById(learnerId);
  const constraints = constraintsOf(dataset, learning);
  const examples = examplesOf(dataset, rows, learning);
  return learner.train(examples, { seed, facts, onProgress, constraints, positiveWeight: classWeight });
}

/** The points table, with scores placed among recent leads: an org without outcomes has no others to compare with. */
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

const DAY_MS = 86_400_000;

/** [rows] By age, counted from the newest of them. */
function weightsOf(
  { times }: Learnable,
  rows: ArrayLike<number>,
  { halfLifeDays }: LearningSettings,
): Float64Array | undefined {
  if (halfLifeDays === undefined || halfLifeDays === null) return undefined;
  if (!times) {
    throw new WorkflowError('creation_times_missing', { use: 'A half-life' });
  }
  const asOf = takeRows(times.asOf, rows);
  const newest = asOf.reduce((late, at) => Math.max(late, at), -Infinity);
  return halfLifeWeights(
    asOf.map((at) => (newest - at) / DAY_MS),
    halfLifeDays,
  );
}

/** The settings in the columns' names; what the dataset does not have is left out. */
function constraintsOf(
  { schema }: Learnable,
  { monotonicConstraints = {}, interactionConstraints = [] }: LearningSettings,
): Constraints {
  const named = (name: string) => featuresNamed(schema.features, name);
  const signs = Object.entries(monotonicConstraints).flatMap(([name, way]) =>
    named(name).flatMap((feature) =>
      feature.kind === 'numeric' ? [[feature.name, way === 'up' ? 1 : -1] as const] : [],
    ),
  );
  const pairs = interactionConstraints.flatMap(([one, other]) =>
    named(one).flatMap((a) => named(other).flatMap((b) => (a.name === b.name ? [] : [[a.name, b.name] as const]))),
  );
  return { monotonicConstraints: Object.fromEntries(signs), interactionConstraints: pairs };
}
