import { shiftToRate } from '@leadlight/evaluation';
import { blendPredictions, type LearnerId, type PredictedBlend } from '@leadlight/learners';
import { takeRows, type Dataset } from '../examples/dataset.ts';
import { hasEnoughOutcomes } from './enough-outcomes.ts';
import { fit, fitAside, fitBlend, type Fitted, type LearningSettings } from './fit.ts';
import type { Origin } from './origins.ts';

/** Takes longer than all others together. */
export const SLOW_CONTENDER = 'ml-random-forest' satisfies LearnerId;
/** Trained in other threads meanwhile: together about half of the work. With the search for its capacity, boosting uses all threads itself. */
const TRAINED_ASIDE = {
  quick: ['boosting', 'logistic', SLOW_CONTENDER],
  thorough: [SLOW_CONTENDER],
} as const satisfies Record<string, readonly LearnerId[]>;
/** Is made of other contenders, so it is trained after them. */
export const LAST_CONTENDER = 'blend' satisfies LearnerId;

/** A learner with the rows that it is given. */
interface Trainee {
  readonly id: LearnerId;
  readonly learned: Int32Array;
}

/** Trains each on its rows: some meanwhile in other threads, and the blend last. */
export function trainEntrants(
  dataset: Dataset,
  entrants: readonly Trainee[],
  learning: LearningSettings,
  onTrained: () => void,
): ReadonlyMap<LearnerId, Fitted> {
  const fitted = new Map<LearnerId, Fitted>();
  const asideIds: readonly LearnerId[] = TRAINED_ASIDE[learning.quick ? 'quick' : 'thorough'];
  const aside = new Map(
    entrants.flatMap(({ id, learned }) =>
      asideIds.includes(id) ? [[id, fitAside(dataset, id, learned, learning)] as const] : [],
    ),
  );
  const isLate = ({ id }: Trainee) => aside.has(id) || id === LAST_CONTENDER;
  for (const { id, learned } of [...entrants.filter((each) => !isLate(each)), ...entrants.filter(isLate)]) {
    const result =
      aside.get(id)?.() ??
      (id === LAST_CONTENDER ? fitBlend(dataset, learned, learning, fitted) : fit(dataset, id, learned, learning));
    fitted.set(id, result);
    onTrained();
  }
  return fitted;
}

/** Predictions of the same rows by several learners. */
export interface NewerRows {
  /** Row numbers of the dataset. */
  readonly rows: Int32Array;
  /** [rows] by learner */
  readonly probabilities: Map<LearnerId, Float64Array>;
}

/** @returns undefined where the predicted rows have too few of an outcome to compare on */
export function predictNewerRows(
  dataset: Dataset,
  origins: readonly Origin[],
  learners: readonly LearnerId[],
  learning: LearningSettings,
  onTrained: () => void,
): NewerRows | undefined {
  if (learners.length === 0) return undefined;
  const rows = Int32Array.from(origins.flatMap(({ test }) => [...test]));
  if (!hasEnoughOutcomes(dataset, rows)) return undefined;
  const predicted = origins.map(({ train, test }) => {
    const entrants = learners.map((id) => ({ id, learned: train }));
    const table = dataset.table.take(test);
    const fitted = trainEntrants(dataset, entrants, learning, onTrained);
    const labels = takeRows(dataset.labels, test);
    return new Map([...fitted].map(([id, { model }]) => [id, shiftToRate(model.predictTable(table), labels)]));
  });
  const joined = (id: LearnerId) => Float64Array.from(predicted.flatMap((each) => [...each.get(id)!]));
  return { rows, probabilities: new Map(learners.map((id) => [id, joined(id)])) };
}

/** @returns undefined if none of the learners can be in a blend */
export function blendNewerRows(
  { labels, leads }: Dataset,
  { rows, probabilities }: NewerRows,
  seed: number,
): PredictedBlend | undefined {
  const predicted = { rows: rows.length, labels: takeRows(labels, rows), groups: takeRows(leads, rows) };
  return blendPredictions(probabilities, predicted, seed);
}
