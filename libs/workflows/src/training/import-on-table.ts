import { metricsOf, type Metrics } from '@leadlight/evaluation';
import {
  BinnedTreeModel,
  importMlRandomForest,
  importScikitLearn,
  importXgboost,
  writeModel,
  type Examples,
  type ImportContext,
} from '@leadlight/forest';
import { LeadFeaturesError, type FeatureSchema, type FeatureSpec, type Instant } from '@leadlight/lead-features';
import type { Dataset } from './examples/dataset.ts';
import { tableDataset, type LeadTable } from './train-on-table.ts';

/** Programs whose forests can be taken over; docs/model-format/v1.md says which file each of them writes. */
export const importFormats = ['scikit-learn', 'xgboost', 'ml-random-forest'] as const;
export type ImportFormat = (typeof importFormats)[number];

export interface ImportedModel {
  readonly file: Uint8Array;
  readonly model: BinnedTreeModel;
  /** On the rows that calibrate it. */
  readonly metrics: Metrics;
  readonly rows: number;
  readonly converted: number;
}

/**
 * Makes a model of a forest that another program grew, calibrated on a table of leads that it did not learn from: scored,
 * explained and placed as our own are. It reads the table's columns by name; all of them are numbers.
 * @param columns [features] for ml-random-forest, which keeps no names: the columns in the order that it was trained on
 * @throws ForestError `import_invalid`; LeadFeaturesError `column_absent` where the table lacks a column of numbers that the model reads
 */
export function importOnTable(
  format: ImportFormat,
  json: unknown,
  table: LeadTable,
  { threshold, columns = [] }: { readonly threshold: number; readonly columns?: readonly string[] },
  now: Instant,
): ImportedModel {
  const { dataset, facts } = tableDataset(table, now);
  const examples = examplesOf(dataset);
  const { labels, rows } = examples;
  const imported = read(format, json, columns, { examples });
  const converted = labels.reduce((sum, label) => sum + label, 0);
  const schema: FeatureSchema = { version: 1, features: imported.features.map(({ name }) => specOf(dataset, name)) };
  const model = new BinnedTreeModel({
    ...imported.parts,
    facts: {
      ...{ ...facts, trainedAt: now, threshold, examples: rows, converted },
      schema: JSON.parse(JSON.stringify(schema)),
    },
  });
  const metrics = metricsOf({ labels, probabilities: model.predictTable(examples) }, threshold, 'table');
  return { file: writeModel(model), model, metrics, rows, converted };
}

function read(
  format: ImportFormat,
  json: unknown,
  columns: readonly string[],
  context: ImportContext,
): BinnedTreeModel {
  switch (format) {
    case 'scikit-learn':
      return importScikitLearn(json, context);
    case 'xgboost':
      return importXgboost(json, context);
    case 'ml-random-forest':
      return importMlRandomForest(json, columns, context);
  }
}

/** Oldest first: the newest rows are what scores are places among. */
function examplesOf({ table, labels, times }: Dataset): Examples {
  const order = Int32Array.from(labels, (_, row) => row);
  if (times) order.sort((a, b) => times.asOf[a]! - times.asOf[b]! || a - b);
  return { ...table.take(order), labels: Uint8Array.from(order, (row) => labels[row]!) };
}

function specOf({ schema }: Dataset, name: string): FeatureSpec {
  const numbers = schema.features.filter(({ kind }) => kind !== 'categorical');
  const spec = numbers.find((feature) => feature.name === name);
  if (spec) return spec;
  throw new LeadFeaturesError('column_absent', { column: name, header: numbers.map((each) => each.name) });
}
