import { BinnedTreeModel, createReference, type Examples, type Json, type Table } from '@leadlight/forest';
import { additiveTrees } from '../additive/additive-trees.ts';
import { FOLDS, assignFolds } from '../additive/folds.ts';
import { fitSigmoid, type Sigmoid } from '../additive/platt.ts';
import { predictLogOdds, sigmoid } from '../additive/additive-weights.ts';
import type { Learner, LearnerSettings } from '../learner.ts';
import { derivePointsTable } from './derive-points-table.ts';
import { defaultPointsTable, type PointsTable } from './points-table.ts';
import { countApplicableRules, binByRules, type RuleColumns } from './rule-columns.ts';

/** Fewest of each outcome to learn what a point is worth; under it twenty points double the odds. */
const MIN_EXAMPLES_PER_OUTCOME = 40;
const MIN_APPLICABLE_RULES = 3;
/** A conversion in ten, as an org without history may expect; worth this many leads of evidence. */
const EXPECTED_RATE = 0.1;
const EXPECTED_LEADS = 20;

/**
 * A points table as a model: for orgs too young for any other, and as what teams use today. It needs no outcomes: without
 * enough of them it takes twenty points to double the odds, and a conversion rate between the org's own and one in ten.
 * @param recent leads, decided or not, among which scores are placed; the examples unless given
 */
export function createRulesLearner(given?: PointsTable, recent?: Table): Learner {
  return {
    id: 'rules',
    train: (examples, settings) => trainRules(given ?? findDefaultTable(examples), examples, settings, recent),
  };
}

export const rulesLearner: Learner = createRulesLearner();

/** The built-in table where it says something of these columns; otherwise one is made from the examples. */
const findDefaultTable = (examples: Examples): PointsTable | undefined =>
  countApplicableRules(examples, defaultPointsTable) >= MIN_APPLICABLE_RULES ? defaultPointsTable : undefined;

function trainRules(
  given: PointsTable | undefined,
  examples: Examples,
  { seed, facts = {}, onProgress }: LearnerSettings,
  recent: Table | undefined,
) {
  const table = given ?? derivePointsTable(examples);
  const learned = binByRules(examples, table);
  // Recent leads also tell which values there are, where no example does.
  const known = recent ? binByRules({ ...recent, labels: new Uint8Array(recent.rows) }, table) : learned;
  const logOdds = given ? predictRows(learned) : crossFittedLogOdds(examples, seed);
  const around = predictRows(known);
  const calibrator = fitCalibrator(logOdds, examples, learned.columns.weights, around);
  const probabilityOf = (raw: number) => sigmoid(calibrator.slope * raw + calibrator.intercept);
  const outOfBag = logOdds.map(probabilityOf);
  const model = new BinnedTreeModel({
    learner: 'rules',
    bins: known.columns.features,
    ensemble: additiveTrees({ offset: 0, byBin: known.byBin }, known.columns),
    calibrator,
    reference: {
      ...createReference(outOfBag, examples.labels),
      quantiles: createReference(around.map(probabilityOf), new Uint8Array(around.length)).quantiles,
    },
    facts: { ...facts, pointsTable: table as unknown as Json },
  });
  onProgress?.(1, 1);
  return { model, outOfBag };
}

/** [rows] By a table that was made without the row's own fifth: one made with it is fitted to its outcome. */
function crossFittedLogOdds(examples: Examples, seed: number): Float64Array {
  const fold = assignFolds(examples, seed);
  const logOdds = new Float64Array(examples.rows);
  for (let held = 0; held < FOLDS; held++) {
    const table = derivePointsTable(examples, (row) => fold[row] !== held);
    const told = predictRows(binByRules(examples, table));
    told.forEach((value, row) => {
      if (fold[row] === held) logOdds[row] = value;
    });
  }
  return logOdds;
}

const predictRows = ({ columns, byBin }: RuleColumns): Float64Array =>
  predictLogOdds({ offset: 0, byBin }, columns.bins, Int32Array.from(columns.labels.keys()));

function fitCalibrator(
  logOdds: Float64Array,
  { labels }: Examples,
  weights: Float64Array,
  around: Float64Array,
): Sigmoid {
  const converted = labels.reduce((sum, label) => sum + label, 0);
  if (Math.min(converted, labels.length - converted) >= MIN_EXAMPLES_PER_OUTCOME)
    return fitSigmoid(logOdds, labels, weights);
  const rate = (converted + EXPECTED_RATE * EXPECTED_LEADS) / (labels.length + EXPECTED_LEADS);
  return { kind: 'sigmoid', slope: 1, intercept: interceptFor(around, rate) };
}

/** The intercept with which the mean probability is `rate`, by bisection. */
function interceptFor(logOdds: Float64Array, rate: number): number {
  if (logOdds.length === 0) return Math.log(rate / (1 - rate));
  let [low, high] = [-40, 40];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    const mean = logOdds.reduce((sum, raw) => sum + sigmoid(raw + middle), 0) / logOdds.length;
    if (mean < rate) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
