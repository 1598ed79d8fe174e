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
import { takeRows, type Dataset } from './examples/dataset.ts';
import type { LeadTable } from './examples/table-outcomes.ts';
import { tableDataset } from './train-on-table.ts';

/** Programs whose forests can be imported; docs/model-format/v1.md describes their files. */
export const importFormats = ['scikit-learn', 'xgboost', 'ml-random-forest'] as const;
export type ImportFormat = (typeof importFormats)[number];

export interface ImportedModel {
  readonly file: Uint8Array;
  readonly model: BinnedTreeModel;
  /** On the rows that the model was calibrated on. */
  readonly metrics: Metrics;
  readonly rows: number;
  readonly converted: number;
}

/**
 * Imports a forest of another program and calibrates it on a table of leads that it has not learned from, so that it scores
 * and explains like our own models. It reads the table's columns by name, all of them numeric.
 * @param columns [features] for ml-random-forest, whose files have no names: the columns in the order of its training
 * @throws ForestError `import_invalid`; LeadFeaturesError `column_absent` if a column that the model reads is absent or not numeric
 */
export function importOnTable(
  format: ImportFormat,
  json: unknown,
  table: LeadTable,
  { threshold, columns = [] }: { readonly threshold: number; readonly columns?: readonly string[] },
  now: Instant,
): ImportedModel {
  const { dataset, facts } = tableDataset(table, now);
  const examples = calibrationExamples(dataset, Int32Array.from(dataset.labels.keys()));
  const { labels, rows } = examples;
  const imported = readForest(format, json, columns, { examples });
  const converted = labels.reduce((sum, label) => sum + label, 0);
  const schema: FeatureSchema = { version: 1, features: imported.features.map(({ name }) => specOf(dataset, name)) };
  const model = new BinnedTreeModel({
    ...imported.parts,
    facts: {
      ...facts,
      trainedAt: now,
      threshold,
      examples: rows,
      converted,
      schema: JSON.parse(JSON.stringify(schema)),
    },
  });
  const metrics = metricsOf({ labels, probabilities: model.predictTable(examples) }, threshold, 'table');
  return { file: writeModel(model), model, metrics, rows, converted };
}

/** @throws ForestError `import_invalid` */
export function readForest(
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

/** Oldest first, because the newest rows become the reference distribution. */
export function calibrationExamples({ table, labels, leads, times }: Dataset, rows: Int32Array): Examples {
  const order = times ? rows.toSorted((a, b) => times.asOf[a]! - times.asOf[b]! || a - b) : rows;
  return { ...table.take(order), labels: takeRows(labels, order), groups: takeRows(leads, order) };
}

function specOf({ schema }: Dataset, name: string): FeatureSpec {
  const numbers = schema.features.filter(({ kind }) => kind !== 'categorical');
  const spec = numbers.find((feature) => feature.name === name);
  if (spec) return spec;
  throw new LeadFeaturesError('column_absent', { column: name, header: numbers.map((each) => each.name) });
}
