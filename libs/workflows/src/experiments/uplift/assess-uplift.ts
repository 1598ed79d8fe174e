import { seededRandom } from '@leadlight/common';
import {
  compareUplift,
  singleColumnAuc,
  type GroupKey,
  type RawColumn,
  type UpliftComparison,
} from '@leadlight/evaluation';
import { selectRows } from '@leadlight/forest';
import { learnerById, trainTLearner, trainXLearner, type UpliftExamples, type UpliftModel } from '@leadlight/learners';
import { WorkflowError } from '../../errors.ts';
import type { Progress } from '../../ports/index.ts';

export const UPLIFT_LEARNERS = ['t_learner', 'x_learner'] as const;
export type UpliftLearner = (typeof UPLIFT_LEARNERS)[number];

/** Records of which chance has treated some, with all that is known of them before the treatment. */
export interface UpliftRecords {
  readonly examples: UpliftExamples;
  /** The same columns, for the check that chance has decided. */
  readonly columns: readonly RawColumn[];
  /** [rows] records of one group are learned from, and drawn, together; absent = each its own */
  readonly groups?: ArrayLike<GroupKey>;
}

/** One arm. */
export interface ArmRate {
  readonly rows: number;
  readonly reached: number;
}

export interface UpliftAssessment {
  readonly treated: ArmRate;
  readonly untreated: ArmRate;
  readonly comparisons: Readonly<Record<UpliftLearner, UpliftComparison>>;
  /** The better of those that rank better than the probability beyond chance; null = none does, and uplift is not offered. */
  readonly offered: UpliftLearner | null;
  /** [rows] by the offered learner, or the better one: by how much the treatment raises the probability, from models that have not learned from the row. */
  readonly uplifts: Float64Array;
}

const FOLDS = 5;
/** As many rows say enough in two halves. */
const MANY_ROWS = 20_000;
/** Of either outcome in either arm. */
const MIN_PER_OUTCOME = 50;
/** Standard deviations by which a column may rank the treated above the others by chance. */
const MAX_DEVIATIONS = 5;
const TRAINERS = { t_learner: trainTLearner, x_learner: trainXLearner } as const;

/**
 * Whether treating by predicted uplift gains more than treating those most likely to reach the goal, on records that neither was
 * learned from: each record is predicted by models of the other folds.
 * @throws WorkflowError `too_few_for_uplift`; `treatment_not_random` where a column differs between the arms
 */
export function assessUplift(records: UpliftRecords, seed: number, progress: Progress): UpliftAssessment {
  const { examples, groups } = records;
  const [treated, untreated] = [1, 0].map((arm) => rateOf(examples, arm)) as [ArmRate, ArmRate];
  requireEnough(treated, untreated);
  requireRandomTreatment(records);
  const foldOfRow = foldsOf(examples.rows, groups, seed);
  const uplifts = { t_learner: new Float64Array(examples.rows), x_learner: new Float64Array(examples.rows) };
  const probabilities = new Float64Array(examples.rows);
  const folds = new Set(foldOfRow).size;
  for (let fold = 0; fold < folds; fold++) {
    progress.update('uplift', fold);
    const rows = Int32Array.from(foldOfRow.keys());
    const training = takeExamples(
      examples,
      rows.filter((row) => foldOfRow[row] !== fold),
    );
    const held = rows.filter((row) => foldOfRow[row] === fold);
    const unseen = selectRows(examples, held);
    const predictions = [
      [probabilities, learnerById('forest').train(training, { seed }).model.predictTable(unseen)],
      ...UPLIFT_LEARNERS.map((learner) => [
        uplifts[learner],
        TRAINERS[learner](training, { seed }).predictTable(unseen),
      ]),
    ] as const;
    for (const [all, ofHeld] of predictions) held.forEach((row, i) => (all![row] = ofHeld![i]!));
  }
  const compare = (learner: UpliftLearner) =>
    compareUplift(uplifts[learner], probabilities, examples, {
      ...{ seed, groups, comparisons: UPLIFT_LEARNERS.length },
    });
  const comparisons = { t_learner: compare('t_learner'), x_learner: compare('x_learner') };
  const [best] = UPLIFT_LEARNERS.toSorted((a, b) => comparisons[b].interval.low - comparisons[a].interval.low);
  const offered = comparisons[best!].isOffered ? best! : null;
  return { treated, untreated, comparisons, offered, uplifts: uplifts[best!] };
}

/** The model of all records, for records that took no part. */
export const trainUplift = ({ examples }: UpliftRecords, learner: UpliftLearner, seed: number): UpliftModel =>
  TRAINERS[learner](examples, { seed });

function rateOf({ labels, treated }: UpliftExamples, arm: number): ArmRate {
  const rows = [...labels.keys()].filter((row) => treated[row] === arm);
  return { rows: rows.length, reached: rows.filter((row) => labels[row] === 1).length };
}

function requireEnough(treated: ArmRate, untreated: ArmRate): void {
  const [ofTreated, ofUntreated] = [treated, untreated].map(({ rows, reached }) => Math.min(reached, rows - reached));
  if (Math.min(ofTreated!, ofUntreated!) >= MIN_PER_OUTCOME) return;
  throw new WorkflowError('too_few_for_uplift', {
    ...{ treated: ofTreated!, untreated: ofUntreated!, needed: MIN_PER_OUTCOME },
  });
}

/** By the cross-validated AUC with which a column alone tells the arms apart, which is at most a half plus chance. */
function requireRandomTreatment({ columns, examples: { rows, treated } }: UpliftRecords): void {
  const count = treated.reduce((sum, each) => sum + each, 0);
  const deviation = Math.sqrt((rows + 1) / (12 * count * (rows - count)));
  const differing = columns.filter((column) => singleColumnAuc(column, treated) > 0.5 + MAX_DEVIATIONS * deviation);
  if (differing.length === 0) return;
  throw new WorkflowError('treatment_not_random', { columns: differing.map(({ field }) => field) });
}

/** [rows] */
function foldsOf(rows: number, groups: ArrayLike<GroupKey> | undefined, seed: number): Uint8Array {
  const folds = rows > MANY_ROWS ? 2 : FOLDS;
  const random = seededRandom(seed);
  const foldOfGroup = new Map<GroupKey, number>();
  return Uint8Array.from({ length: rows }, (_, row) => {
    const drawn = Math.floor(random() * folds);
    const group = groups?.[row];
    if (group === undefined || group === null) return drawn;
    if (!foldOfGroup.has(group)) foldOfGroup.set(group, drawn);
    return foldOfGroup.get(group)!;
  });
}

const takeExamples = (examples: UpliftExamples, rows: Int32Array): UpliftExamples => ({
  ...selectRows(examples, rows),
  labels: Uint8Array.from(rows, (row) => examples.labels[row]!),
  treated: Uint8Array.from(rows, (row) => examples.treated[row]!),
});
