import { BinnedTreeModel, createReference, type Examples, type Json, type Table } from '@leadlight/forest';
import { additiveTrees } from '../additive/additive-trees.ts';
import { FOLDS, assignFolds } from '../additive/folds.ts';
import { fitSigmoid, type Sigmoid } from '../additive/platt.ts';
import { predictLogOdds, sigmoid } from '../additive/additive-weights.ts';
import type { Learner, LearnerSettings } from '../learner.ts';
import { derivePointsTable } from './derive-points-table.ts';
import { defaultPointsTable, type PointsTable } from './points-table.ts';
import { countApplicableRules, binByRules, type RuleColumns } from './rule-columns.ts';

/** With fewer examples of an outcome the value of a point is not fitted: twenty points double the odds. */
const MIN_EXAMPLES_PER_OUTCOME = 40;
const MIN_APPLICABLE_RULES = 3;
/** The prior conversion rate of an org without history, and its weight in leads. */
const EXPECTED_RATE = 0.1;
const EXPECTED_LEADS = 20;

/**
 * A points table as a model: for orgs with too little history for any other, and as a baseline. Without enough outcomes,
 * twenty points double the odds, and the conversion rate is between the org's own and one in ten.
 * @param given derived from the examples by default where the default table does not apply
 * @param recent leads, settled or not, for the reference quantiles; the examples by default
 */
export function createRulesLearner(given?: PointsTable, recent?: Table): Learner {
  return {
    id: 'rules',
    train: (examples, settings) => trainRules(given ?? findDefaultTable(examples), examples, settings, recent),
  };
}

export const rulesLearner: Learner = createRulesLearner();

/** The default table if enough of its rules apply to these columns. */
const findDefaultTable = (examples: Examples): PointsTable | undefined =>
  countApplicableRules(examples, defaultPointsTable) >= MIN_APPLICABLE_RULES ? defaultPointsTable : undefined;

function trainRules(
  given: PointsTable | undefined,
  examples: Examples,
  { seed, facts = {}, onProgress }: LearnerSettings,
  recent: Table | undefined,
) {
  const table = given ?? derivePointsTable(examples);
  const binned = binByRules(examples, table);
  // Recent leads may have categories that no example has.
  const referenceColumns = recent ? binByRules({ ...recent, labels: new Uint8Array(recent.rows) }, table) : binned;
  const logOdds = given ? predictRows(binned) : crossFittedLogOdds(examples, seed);
  const referenceLogOdds = predictRows(referenceColumns);
  const calibrator = fitCalibrator(logOdds, examples, binned.columns.weights, referenceLogOdds);
  const probabilityOf = (raw: number) => sigmoid(calibrator.slope * raw + calibrator.intercept);
  const outOfBag = logOdds.map(probabilityOf);
  const model = new BinnedTreeModel({
    learner: 'rules',
    bins: referenceColumns.columns.features,
    ensemble: additiveTrees({ offset: 0, byBin: referenceColumns.byBin }, referenceColumns.columns),
    calibrator,
    reference: {
      ...createReference(outOfBag, examples.labels, examples.groups),
      quantiles: createReference(referenceLogOdds.map(probabilityOf), new Uint8Array(referenceLogOdds.length))
        .quantiles,
    },
    facts: { ...facts, pointsTable: table as unknown as Json },
  });
  onProgress?.(1, 1);
  return { model, outOfBag, rawOutOfBag: logOdds };
}

/** [rows] Cross-validated log odds: each row is scored by a table that was derived without its fold. */
function crossFittedLogOdds(examples: Examples, seed: number): Float64Array {
  const foldOf = assignFolds(examples, seed);
  const logOdds = new Float64Array(examples.rows);
  for (let held = 0; held < FOLDS; held++) {
    const table = derivePointsTable(examples, (row) => foldOf[row] !== held);
    predictRows(binByRules(examples, table)).forEach((value, row) => {
      if (foldOf[row] === held) logOdds[row] = value;
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
  referenceLogOdds: Float64Array,
): Sigmoid {
  const converted = labels.reduce((sum, label) => sum + label, 0);
  if (Math.min(converted, labels.length - converted) >= MIN_EXAMPLES_PER_OUTCOME)
    return fitSigmoid(logOdds, labels, weights);
  const rate = (converted + EXPECTED_RATE * EXPECTED_LEADS) / (labels.length + EXPECTED_LEADS);
  return { kind: 'sigmoid', slope: 1, intercept: interceptFor(referenceLogOdds, rate) };
}

/** The intercept for which the mean probability is `rate`, by bisection. */
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
