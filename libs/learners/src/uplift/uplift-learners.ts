import { selectRows, type Examples, type Table, type TreeModel } from '@leadlight/forest';
import type { Learner, LearnerSettings } from '../learner.ts';
import { boostingLearner, forestLearner } from '../tree-learners.ts';

/** Predicts by how much a treatment raises the probability to convert. */
export interface UpliftModel {
  /** [rows] −1 to 1. */
  predictTable(table: Table): Float64Array;
}

export interface UpliftExamples extends Examples {
  /** [rows] 1 = treated, 0 = not; chance decided, with the same share everywhere. */
  readonly treated: Uint8Array;
}

/**
 * Two models: one of the treated, one of the others. The uplift is the difference of their probabilities.
 * @throws ForestError `too_few_examples`, `one_outcome` for either arm
 * @source Künzel, Sekhon, Bickel and Yu 2019, "Metalearners for estimating heterogeneous treatment effects using machine learning"
 */
export function trainTLearner(
  examples: UpliftExamples,
  settings: LearnerSettings,
  learner: Learner = forestLearner,
): UpliftModel {
  const [treatedModel, untreatedModel] = trainArms(examples, settings, learner);
  return {
    predictTable: (table) => {
      const untreated = untreatedModel.predictTable(table);
      return treatedModel.predictTable(table).map((probability, row) => probability - untreated[row]!);
    },
  };
}

/**
 * The T-learner's models give each record the effect that it seems to have had: a treated record its outcome minus what it would
 * have been untreated, and the other way round. Two further models learn these effects; the uplift is their mean, weighted by the
 * share that was treated. Better than the T-learner where the effect is simpler than the outcome.
 * @throws ForestError `too_few_examples`, `one_outcome` for either arm
 * @source Künzel, Sekhon, Bickel and Yu 2019
 */
export function trainXLearner(
  examples: UpliftExamples,
  settings: LearnerSettings,
  learner: Learner = forestLearner,
): UpliftModel {
  const [treatedModel, untreatedModel] = trainArms(examples, settings, learner);
  const [treatedRows, untreatedRows] = armsOf(examples);
  const effectsOf = (rows: Int32Array, model: TreeModel, sign: 1 | -1): TreeModel => {
    const arm = rowsOf(examples, rows);
    const other = model.predictTable(arm);
    const effects = other.map((probability, row) => sign * (arm.labels[row]! - probability));
    // Boosting weighs each example; a forest draws them by their weight, and both halves of a record would count the same.
    return boostingLearner.train(withEffects(arm, effects), settings).model;
  };
  const effectOnTreated = effectsOf(treatedRows, untreatedModel, 1);
  const effectOnUntreated = effectsOf(untreatedRows, treatedModel, -1);
  const share = treatedRows.length / examples.rows;
  return {
    predictTable: (table) => {
      const [onTreated, onUntreated] = [effectOnTreated, effectOnUntreated].map((model) => model.predictTable(table));
      return onTreated!.map(
        (fromTreated, row) => (1 - share) * effectOf(fromTreated) + share * effectOf(onUntreated![row]!),
      );
    },
  };
}

function trainArms(
  examples: UpliftExamples,
  settings: LearnerSettings,
  learner: Learner,
): readonly [TreeModel, TreeModel] {
  const [treated, untreated] = armsOf(examples);
  return [
    learner.train(rowsOf(examples, treated), settings).model,
    learner.train(rowsOf(examples, untreated), settings).model,
  ];
}

function armsOf({ rows, treated }: UpliftExamples): readonly [Int32Array, Int32Array] {
  const all = Int32Array.from({ length: rows }, (_, row) => row);
  return [all.filter((row) => treated[row] === 1), all.filter((row) => treated[row] !== 1)];
}

/**
 * Effects from −1 to 1 as shares from 0 to 1, so that a classifier can learn them: each record is there twice, converted with one
 * weight and not converted with the other, and the log loss of the pair is least at the mean of the effects.
 */
function withEffects(examples: Examples, effects: Float64Array): Examples {
  const rows: number[] = [];
  const labels: number[] = [];
  const weights: number[] = [];
  effects.forEach((effect, row) => {
    const share = (effect + 1) / 2;
    for (const [label, weight] of [
      [1, share],
      [0, 1 - share],
    ] as const) {
      if (weight <= 0) continue;
      rows.push(row);
      labels.push(label);
      weights.push(weight * (examples.weights?.[row] ?? 1));
    }
  });
  // Both halves of a record are held out together.
  return {
    ...selectRows(examples, rows),
    labels: Uint8Array.from(labels),
    weights: Float64Array.from(weights),
    groups: Int32Array.from(rows),
  };
}

const effectOf = (share: number): number => 2 * share - 1;

function rowsOf(examples: Examples, rows: Int32Array): Examples {
  const { labels, weights } = examples;
  return {
    ...selectRows(examples, rows),
    labels: Uint8Array.from(rows, (row) => labels[row]!),
    ...(weights && { weights: Float64Array.from(rows, (row) => weights[row]!) }),
  };
}
