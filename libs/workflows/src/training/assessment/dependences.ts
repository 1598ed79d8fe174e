import { featureDependences, type FeatureDependence } from '@leadlight/evaluation';
import type { TreeModel } from '@leadlight/forest';
import type { Dataset } from '../examples/dataset.ts';

/** Rows that are explained. More rows would hardly change the plots. */
const MAX_EXPLAINED_ROWS = 300;

/** How the prediction depends on each feature of the model, by an evenly spaced sample of these rows. */
export function dependencesOf(
  { schema, table }: Pick<Dataset, 'schema' | 'table'>,
  rows: Int32Array,
  model: TreeModel,
): readonly FeatureDependence[] {
  const stride = Math.max(1, Math.ceil(rows.length / MAX_EXPLAINED_ROWS));
  const sample = table.rowsAt(rows.filter((_, i) => i % stride === 0));
  const explained = sample.map((values) => ({ values, contributions: model.explain(values).contributions }));
  return featureDependences(schema.features, explained);
}
