import {
  BinnedTreeModel,
  partialDependence,
  permutationImportance,
  type DependencePoint,
  type TreeModel,
} from '@leadlight/forest';
import { lossOf } from '@leadlight/evaluation';
import type { FeatureSpec } from '@leadlight/lead-features';
import type { FeatureImportance, ExpectedAt, FeatureEffects } from '@leadlight/report';
import { takeRows, type Dataset } from '../examples/dataset.ts';
import { commonValues, formatValue } from './common-values.ts';
import { strongestInteraction } from './feature-interaction.ts';

/** Rows for permutation importance and for partial dependence. More rows would hardly change the figures. */
const MAX_SHUFFLED_ROWS = 5_000;
const MAX_DEPENDENCE_ROWS = 300;
const MAX_REPORTED_FEATURES = 8;

/**
 * The importance of the strongest features and pairs of features, measured on samples of rows that the model has not seen.
 * The same rows and seed give the same result.
 */
export function featureEffectsOf(
  { schema, table, labels }: Pick<Dataset, 'schema' | 'table' | 'labels'>,
  test: Int32Array,
  model: TreeModel,
  seed: number,
): FeatureEffects {
  const shuffled = evenlySpacedRows(test, MAX_SHUFFLED_ROWS);
  const examples = { ...table.take(shuffled), labels: takeRows(labels, shuffled) };
  const gain = logLossGain(examples.labels, model.predictTable(examples));
  if (!(gain > 0)) return { importances: [] };
  const gainShares = permutationImportance(model, examples, seed).map((loss) => loss / gain);
  const strongest = [...gainShares.keys()]
    .sort((a, b) => gainShares[b]! - gainShares[a]! || a - b)
    .slice(0, MAX_REPORTED_FEATURES);
  const fixed = table.take(evenlySpacedRows(test, MAX_DEPENDENCE_ROWS));
  const importances = strongest.map((feature): FeatureImportance => {
    const spec = schema.features[feature]!;
    const values = commonValues(fixed.columns[feature]!);
    // Single values of a feature that names people are not reported.
    const points = spec.people || values.length < 2 ? [] : partialDependence(model, fixed, feature, values);
    return { name: spec.name, label: spec.label, gainShare: gainShares[feature]!, ...dependenceRange(spec, points) };
  });
  const interaction =
    model instanceof BinnedTreeModel ? strongestInteraction(model, schema.features, table, test, fixed) : undefined;
  return { importances, interaction };
}

function evenlySpacedRows(rows: Int32Array, maxRows: number): Int32Array {
  const count = Math.min(maxRows, rows.length);
  return Int32Array.from({ length: count }, (_, i) => rows[Math.floor((i * rows.length) / count)]!);
}

/** How much lower the mean log loss is than that of the base rate. */
function logLossGain(labels: Uint8Array, probabilities: Float64Array): number {
  const rate = labels.reduce((sum, label) => sum + label, 0) / labels.length;
  return (
    labels.reduce((sum, label, row) => sum + lossOf(label, rate) - lossOf(label, probabilities[row]!), 0) /
    labels.length
  );
}

function dependenceRange(spec: FeatureSpec, points: readonly DependencePoint[]): Pick<FeatureImportance, 'range'> {
  if (points.length < 2) return {};
  const [low, high] = [
    points.reduce((a, b) => (b.probability < a.probability ? b : a)),
    points.reduce((a, b) => (b.probability > a.probability ? b : a)),
  ];
  const expectedAt = ({ value, probability }: DependencePoint): ExpectedAt => ({
    value: formatValue(spec, value),
    probability,
  });
  return low.probability < high.probability ? { range: { low: expectedAt(low), high: expectedAt(high) } } : {};
}
