import { findBin, binsByCode, type FeatureBins } from '../binning/feature-bins.ts';
import { type Calibrator, calibrate } from '../calibration/calibrator.ts';
import { checkTable } from '../training/check-examples.ts';
import type { BlockPredictor } from './block-predictor.ts';
import type { Engine } from '../engine/engine.ts';
import type { Ensemble } from '../ensemble.ts';
import { ForestError } from '../errors.ts';
import { javascriptEngine } from '../engine/javascript.ts';
import { type Interaction, shapleyInteractionIndices, strongestInteraction } from '../explanation/interactions.ts';
import type { Explanation, Json, Reference, TreeModel } from '../model.ts';
import { MAX_EXPLAINED_ROWS, createExplainer, type Explainer } from '../explanation/explainer.ts';
import { createPredictor, type Predictor } from './predictor.ts';
import type { RawRow, Table } from '../table.ts';

/** All data of a model. */
export interface ModelParts {
  readonly learner: string;
  readonly bins: readonly FeatureBins[];
  readonly ensemble: Ensemble;
  readonly calibrator: Calibrator;
  readonly reference: Reference;
  readonly facts: { readonly [key: string]: Json };
}

const ROWS_PER_BLOCK = 512;
/** Fewer rows are faster one by one. */
const MIN_ROWS_FOR_BLOCKS = 4;

/** Returns a function that bins one feature of rows from..from + count - 1 of a table for the first rows of a block. */
function createBlockBinner(feature: FeatureBins, f: number, table: Table, block: BlockPredictor) {
  const column = table.columns.find(({ name }) => name === feature.name);
  if (!column) return (_: number, count: number) => block.setBins(f, count, () => 0);
  if (column.kind === 'numeric' && feature.kind === 'numeric') {
    return (from: number, count: number) => void block.setNumbers(f, column.values.subarray(from, from + count));
  }
  if (column.kind !== 'categorical' || feature.kind !== 'categorical') {
    throw new ForestError('table_columns', { column: column.name, expected: `a ${feature.kind} column` });
  }
  const binOfCode = binsByCode(column, feature);
  return (from: number, count: number) => block.setBins(f, count, (i) => binOfCode[column.codes[from + i] + 1]);
}

/** A model made of its parts. Work space and Shapley constants are created on first use. */
export class BinnedTreeModel implements TreeModel {
  readonly parts: ModelParts;
  readonly features: TreeModel['features'];
  readonly #engine: Engine;
  readonly #categoryBins: readonly (ReadonlyMap<string, number> | undefined)[];
  #predictor: Predictor | undefined;
  #explainer: Explainer | undefined;

  constructor(parts: ModelParts, engine: Engine = javascriptEngine) {
    this.parts = parts;
    this.#engine = engine;
    this.features = parts.bins.map(({ name, kind }) => ({ name, kind }));
    this.#categoryBins = parts.bins.map((feature) =>
      feature.kind === 'categorical'
        ? new Map(feature.categories.map((category, code) => [category, feature.bins[code]]))
        : undefined,
    );
  }

  get learner(): string {
    return this.parts.learner;
  }

  get reference(): Reference {
    return this.parts.reference;
  }

  get facts(): ModelParts['facts'] {
    return this.parts.facts;
  }

  /** The same model with other facts. */
  withFacts(facts: ModelParts['facts']): BinnedTreeModel {
    return new BinnedTreeModel({ ...this.parts, facts }, this.#engine);
  }

  get #predict(): Predictor {
    this.#predictor ??= createPredictor(this.parts.ensemble, this.parts.bins, ROWS_PER_BLOCK, this.#engine);
    return this.#predictor;
  }

  get #explain(): Explainer {
    this.#explainer ??= createExplainer(this.parts.ensemble, this.features.length, this.#engine);
    return this.#explainer;
  }

  predict(row: RawRow): number {
    const predict = this.#predict;
    this.#binRow(row, predict.bins);
    return this.calibrate(predict.predictOne());
  }

  /** The same as `predict` of each row, but faster. */
  predictRows(rows: readonly RawRow[]): Float64Array {
    if (rows.length < MIN_ROWS_FOR_BLOCKS) return Float64Array.from(rows, (row) => this.predict(row));
    const { blocks } = this.#predict;
    const raw = new Float64Array(rows.length);
    for (let first = 0; first < rows.length; first += ROWS_PER_BLOCK) {
      const some = rows.slice(first, first + ROWS_PER_BLOCK);
      some.forEach((row) => this.#checkLength(row));
      this.parts.bins.forEach((feature, f) => {
        blocks.setBins(f, some.length, (i) => this.#binOf(feature, f, some[i][f]));
      });
      blocks.predict(some.length, raw.subarray(first, first + some.length));
    }
    return raw.map((value) => this.calibrate(value));
  }

  predictTable(table: Table): Float64Array {
    return this.predictRawTable(table).map((raw) => this.calibrate(raw));
  }

  /** [rows] Raw predictions. Columns are found by name; where the table has none, all values are missing. */
  predictRawTable(table: Table): Float64Array {
    checkTable(table);
    const { blocks } = this.#predict;
    const raw = new Float64Array(table.rows);
    const fill = this.parts.bins.map((feature, f) => createBlockBinner(feature, f, table, blocks));
    for (let first = 0; first < table.rows; first += ROWS_PER_BLOCK) {
      const rows = Math.min(ROWS_PER_BLOCK, table.rows - first);
      for (const fillFeature of fill) fillFeature(first, rows);
      blocks.predict(rows, raw.subarray(first, first + rows));
    }
    return raw;
  }

  explain(row: RawRow): Explanation {
    return this.explainRows([row])[0];
  }

  /** The same as `explain` of each row, but faster. */
  explainRows(rows: readonly RawRow[]): Explanation[] {
    const explain = this.#explain;
    const predict = this.#predict;
    const width = this.features.length;
    const explanations: Explanation[] = [];
    for (let first = 0; first < rows.length; first += MAX_EXPLAINED_ROWS) {
      const some = rows.slice(first, first + MAX_EXPLAINED_ROWS);
      some.forEach((row, i) => this.#binRow(row, explain.bins.subarray(i * width, (i + 1) * width)));
      const contributions = explain.explain(some.length);
      contributions.forEach((values, i) => {
        predict.bins.set(explain.bins.subarray(i * width, (i + 1) * width));
        explanations.push({ base: explain.base, raw: predict.predictOne(), contributions: values });
      });
    }
    return explanations;
  }

  /** The two features with the strongest interaction in this row; undefined where no features interact. @throws ForestError `row_length` */
  strongestInteraction(row: RawRow): Interaction | undefined {
    const bins = new Uint16Array(this.features.length);
    this.#binRow(row, bins);
    const indices = shapleyInteractionIndices(this.parts.ensemble, bins.length, (feature) => bins[feature]);
    return strongestInteraction(indices, bins.length);
  }

  calibrate(raw: number): number {
    return calibrate(this.parts.calibrator, raw);
  }

  isUnseen(feature: number, value: string): boolean {
    const bins = this.#categoryBins[feature];
    return bins !== undefined && !bins.get(value);
  }

  #checkLength({ length }: RawRow): void {
    const expected = this.features.length;
    if (length !== expected) throw new ForestError('row_length', { length, expected });
  }

  #binRow(row: RawRow, bins: Uint16Array): void {
    const features = this.parts.bins;
    this.#checkLength(row);
    for (let f = 0; f < features.length; f++) bins[f] = this.#binOf(features[f], f, row[f]);
  }

  #binOf(feature: FeatureBins, f: number, value: number | string | null): number {
    if (value === null) return 0;
    if (feature.kind === 'numeric') {
      if (typeof value === 'number' && value !== Infinity && value !== -Infinity) {
        return findBin(feature.edges, value);
      }
      throw new ForestError('row_value', { feature: feature.name, value, expected: 'a finite number or NaN' });
    }
    if (typeof value === 'string') return this.#categoryBins[f]?.get(value) ?? 0;
    if (Number.isNaN(value)) return 0;
    throw new ForestError('row_value', { feature: feature.name, value, expected: 'a category name or null' });
  }
}
