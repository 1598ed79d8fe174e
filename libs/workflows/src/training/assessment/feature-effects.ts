import {
  BinnedTreeModel,
  partialDependence,
  permutationImportance,
  type DependencePoint,
  type TreeModel,
} from '@leadlight/forest';
import type { FeatureSpec } from '@leadlight/lead-features';
import type { FeatureImportance, ExpectedAt, FeatureEffects } from '@leadlight/report';
import { takeRows, type Dataset } from '../examples/dataset.ts';
import { commonValues, formatValue } from './common-values.ts';
import { strongestInteraction } from './feature-interaction.ts';

/** Rows whose values are shuffled, and rows for which values are fixed: more would change no figure by much. */
const MAX_SHUFFLED_ROWS = 5_000;
const MAX_DEPENDENCE_ROWS = 300;
/** Features whose values are told of, the strongest ones. */
const MAX_REPORTED_FEATURES = 8;

/**
 * What single features and pairs of them are worth to a model, on rows that it had not seen: bounded samples of them, the
 * same for the same rows and seed.
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
    const shown = spec.people ? [] : values;
    const points = shown.length > 1 ? partialDependence(model, fixed, feature, shown) : [];
    return { name: spec.name, label: spec.label, gainShare: gainShares[feature]!, ...dependenceRange(spec, points) };
  });
  const interaction =
    model instanceof BinnedTreeModel ? strongestInteraction(model, schema.features, table, test, fixed) : undefined;
  return { importances, interaction };
}

/** Evenly spaced. */
function evenlySpacedRows(rows: Int32Array, most: number): Int32Array {
  const count = Math.min(most, rows.length);
  return Int32Array.from({ length: count }, (_, at) => rows[Math.floor((at * rows.length) / count)]!);
}

/** By how much the mean log loss is below that of the average. */
function logLossGain(labels: Uint8Array, probabilities: Float64Array): number {
  const rate = labels.reduce((sum, label) => sum + label, 0) / labels.length;
  const loss = (p: number, label: number) => -Math.log(Math.max(1e-12, label === 1 ? p : 1 - p));
  return (
    labels.reduce((sum, label, row) => sum + loss(rate, label) - loss(probabilities[row]!, label), 0) / labels.length
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
