import { rocAuc, type LeakageFinding } from '@leadlight/evaluation';
import type { LearnerId } from '@leadlight/learners';
import type { FieldQuestion } from '@leadlight/report';
import { takeRows, type Dataset } from '../examples/dataset.ts';
import { fit, type LearningSettings } from './fit.ts';

/** A field that ranks leads worse than this on its own changes little, whenever it became known. */
const MIN_AUC_ALONE = 0.6;
const MAX_QUESTIONS = 3;

interface MeasuredModel {
  readonly learner: LearnerId;
  /** [test rows] */
  readonly probabilities: ArrayLike<number>;
}

/**
 * The strongest single fields of a model, each with the AUC of the same learner trained without it: no rule on values can
 * find out whether a table's column was known when a lead is scored.
 * @param dataset without leaking features
 * @param published the model with all fields, measured on the test rows
 */
export function fieldQuestions(
  dataset: Dataset,
  findings: readonly LeakageFinding[],
  { train, test }: { readonly train: Int32Array; readonly test: Int32Array },
  published: MeasuredModel,
  settings: LearningSettings,
): readonly FieldQuestion[] {
  const { features } = dataset.schema;
  const labels = takeRows(dataset.labels, test);
  const aucWith = rocAuc({ labels, probabilities: published.probabilities });
  return findings
    .flatMap(({ field, auc = 0 }) =>
      auc >= MIN_AUC_ALONE && features.some((spec) => spec.field === field) ? [{ field, aucAlone: auc }] : [],
    )
    .sort((a, b) => b.aucAlone - a.aucAlone)
    .slice(0, MAX_QUESTIONS)
    .flatMap(({ field, aucAlone }) => {
      const kept = features.flatMap((spec, feature) => (spec.field === field ? [] : [feature]));
      if (kept.length === 0) return [{ field, aucAlone, aucWith, aucWithout: 0.5 }];
      const schema = { ...dataset.schema, features: kept.map((feature) => features[feature]!) };
      const reduced = { ...dataset, schema, table: dataset.table.withFeatures(kept) };
      const { model } = fit(reduced, published.learner, train, settings);
      const aucWithout = rocAuc({ labels, probabilities: model.predictTable(reduced.table.take(test)) });
      return [{ field, aucAlone, aucWith, aucWithout }];
    });
}
