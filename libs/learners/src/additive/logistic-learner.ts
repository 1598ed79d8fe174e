import type { BinnedColumns, ColumnsWithEnds } from './binned-columns.ts';
import { trainAdditive, type AdditiveLearner } from './train-additive.ts';
import type { AdditiveWeights } from './additive-weights.ts';
import type { Learner } from '../learner.ts';
import { minimise, type Objective } from './minimise.ts';

/** L2 penalty on coefficients of standardised inputs; the same as scikit-learn's C = 1. */
const RIDGE = 1;
/** Standardised inputs are clipped to this many standard deviations. */
const MAX_DEVIATIONS = 4;

/** How one feature enters the model, by bin. */
interface Inputs {
  /** [bins] Index of the coefficient. */
  readonly coefficient: Int32Array;
  /** [bins] The factor of the coefficient. */
  readonly input: Float64Array;
}

/**
 * A number has one coefficient for the standardised middle of its bin (or the median of a first or last bin) and one for missing
 * values; a category has one coefficient per bin.
 */
function createInputs(
  columns: ColumnsWithEnds,
  rows: Int32Array,
): { readonly inputs: Inputs[]; readonly size: number } {
  let size = 1;
  const inputs = columns.features.map((feature, f): Inputs => {
    const bins = columns.binCounts[f];
    const first = size;
    if (feature.kind === 'categorical') {
      size += bins;
      return {
        coefficient: Int32Array.from({ length: bins }, (_, bin) => first + bin),
        input: new Float64Array(bins).fill(1),
      };
    }
    size += 2;
    const input = standardise(feature.edges, columns.ends[f], bins, columns.bins[f], rows);
    input[0] = 1;
    return { coefficient: Int32Array.from({ length: bins }, (_, bin) => first + Number(bin > 0)), input };
  });
  return { inputs, size };
}

/** [bins] The middle of each bin, in standard deviations from the mean over `rows`. */
function standardise(
  edges: Float64Array,
  ends: readonly [number, number] | undefined,
  bins: number,
  column: Uint8Array,
  rows: Int32Array,
): Float64Array {
  const middle = Float64Array.from({ length: bins }, (_, bin) => {
    if (bin === 0 || !ends) return 0;
    if (bin === 1) return ends[0];
    return bin === bins - 1 ? ends[1] : (edges[bin - 2] + edges[bin - 1]) / 2;
  });
  let [count, sum, squares] = [0, 0, 0];
  for (const row of rows) {
    if (column[row] === 0) continue;
    count++;
    sum += middle[column[row]];
    squares += middle[column[row]] ** 2;
  }
  const mean = count > 0 ? sum / count : 0;
  const spread = Math.sqrt(Math.max(0, squares / Math.max(1, count) - mean ** 2)) || 1;
  return middle.map((value) => Math.max(-MAX_DEVIATIONS, Math.min(MAX_DEVIATIONS, (value - mean) / spread)));
}

/** A rough first solution is found on at most this many rows; from there all rows need only a few steps. */
const MAX_FIRST_PASS_ROWS = 10_000;
const FIRST_PASS_TOLERANCE = 1e-3;

function fitLogistic(columns: ColumnsWithEnds, rows: Int32Array): AdditiveWeights {
  const { inputs, size } = createInputs(columns, rows);
  const stride = Math.ceil(rows.length / MAX_FIRST_PASS_ROWS);
  const few = rows.filter((_, i) => i % stride === 0);
  const { start, unit } = startOf(columns, inputs, rows, size);
  const first = minimise(
    inUnits(ridgeLoss(columns, inputs, few, stride), unit),
    start,
    stride > 1 ? FIRST_PASS_TOLERANCE : undefined,
  );
  const scaled = stride === 1 ? first : minimise(inUnits(ridgeLoss(columns, inputs, rows, 1), unit), first);
  const solution = scaled.map((value, k) => value * unit[k]);
  return {
    offset: solution[0],
    byBin: inputs.map(({ coefficient, input }) => input.map((value, bin) => value * solution[coefficient[bin]])),
  };
}

/**
 * Where the search starts, at the base rate without an effect of any feature, and the unit of each coefficient: there, a step of
 * one unit changes the loss about equally, whether its category has ten rows or thousands. Without units, the search takes several
 * times as many steps.
 */
function startOf(
  { bins, labels, weights }: BinnedColumns,
  inputs: readonly Inputs[],
  rows: Int32Array,
  size: number,
): { readonly start: Float64Array; readonly unit: Float64Array } {
  let [sum, converted] = [0, 0];
  for (const row of rows) {
    sum += weights[row];
    converted += weights[row] * labels[row];
  }
  const rate = converted / sum;
  const curvature = new Float64Array(size);
  curvature[0] = sum;
  inputs.forEach(({ coefficient, input }, f) => {
    const ofBin = new Float64Array(input.length);
    for (const row of rows) ofBin[bins[f][row]] += weights[row];
    for (let bin = 0; bin < input.length; bin++) curvature[coefficient[bin]] += ofBin[bin] * input[bin] ** 2;
  });
  const unit = curvature.map((squares, k) => 1 / Math.sqrt(rate * (1 - rate) * squares + (k === 0 ? 0 : RIDGE)));
  const start = new Float64Array(size);
  start[0] = Math.log(rate / (1 - rate)) / unit[0];
  return { start, unit };
}

/** The same function of coefficients in other units. */
function inUnits(objective: Objective, unit: Float64Array): Objective {
  return (at, gradient) => {
    const value = objective(
      at.map((inUnit, k) => inUnit * unit[k]),
      gradient,
    );
    for (let k = 0; k < unit.length; k++) gradient[k] *= unit[k];
    return value;
  };
}

/** @param times factor of each row's weight */
function ridgeLoss(
  { bins, labels, weights }: BinnedColumns,
  inputs: readonly Inputs[],
  rows: Int32Array,
  times: number,
): Objective {
  const columns = bins.map((column) => takeBytes(column, rows));
  const labelOf = takeBytes(labels, rows);
  const weightOf = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) weightOf[i] = times * weights[rows[i]];
  const terms = inputs.map(({ input }) => new Float64Array(input.length));
  const logOdds = new Float64Array(rows.length);
  return (at, gradient) => {
    inputs.forEach(({ coefficient, input }, f) => {
      for (let bin = 0; bin < input.length; bin++) terms[f][bin] = input[bin] * at[coefficient[bin]];
    });
    logOdds.fill(at[0]);
    addTerms(columns, terms, logOdds);
    let loss = 0;
    const errors = logOdds;
    for (let i = 0; i < errors.length; i++) {
      const z = logOdds[i];
      // One exponential serves both the loss and its gradient.
      const e = Math.exp(-Math.abs(z));
      const p = (z < 0 ? e : 1) / (1 + e);
      loss += weightOf[i] * (Math.max(z, 0) + Math.log(1 + e) - labelOf[i] * z);
      errors[i] = weightOf[i] * (p - labelOf[i]);
      gradient[0] += errors[i];
    }
    const sums = terms;
    sumErrors(columns, errors, sums);
    inputs.forEach(({ coefficient, input }, f) => {
      for (let bin = 0; bin < input.length; bin++) gradient[coefficient[bin]] += sums[f][bin] * input[bin];
    });
    for (let k = 1; k < at.length; k++) {
      loss += (RIDGE * at[k] * at[k]) / 2;
      gradient[k] += RIDGE * at[k];
    }
    return loss;
  };
}

/** `TypedArray.from` with a function takes many times as long. */
function takeBytes(values: Uint8Array, rows: Int32Array): Uint8Array {
  const taken = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) taken[i] = values[rows[i]];
  return taken;
}

/*
 * Four features in one pass over the rows: the terms of a row are added in the order of the features, so that the result does not
 * depend on how many are in a pass, but the processor need not wait for one sum before it starts the next.
 */

/** Adds the term of each feature's bin to the log odds of each row. */
function addTerms(columns: readonly Uint8Array[], terms: readonly Float64Array[], logOdds: Float64Array): void {
  const whole = columns.length - (columns.length % 4);
  for (let f = 0; f < whole; f += 4) {
    const [a, b, c, d] = [columns[f], columns[f + 1], columns[f + 2], columns[f + 3]];
    const [ofA, ofB, ofC, ofD] = [terms[f], terms[f + 1], terms[f + 2], terms[f + 3]];
    for (let i = 0; i < logOdds.length; i++) {
      logOdds[i] = logOdds[i] + ofA[a[i]] + ofB[b[i]] + ofC[c[i]] + ofD[d[i]];
    }
  }
  for (let f = whole; f < columns.length; f++) {
    const [column, ofBin] = [columns[f], terms[f]];
    for (let i = 0; i < logOdds.length; i++) logOdds[i] += ofBin[column[i]];
  }
}

/** Sums the errors of the rows in each bin. @param sums [features][bins], overwritten */
function sumErrors(columns: readonly Uint8Array[], errors: Float64Array, sums: readonly Float64Array[]): void {
  for (const ofBin of sums) ofBin.fill(0);
  const whole = columns.length - (columns.length % 4);
  for (let f = 0; f < whole; f += 4) {
    const [a, b, c, d] = [columns[f], columns[f + 1], columns[f + 2], columns[f + 3]];
    const [ofA, ofB, ofC, ofD] = [sums[f], sums[f + 1], sums[f + 2], sums[f + 3]];
    for (let i = 0; i < errors.length; i++) {
      const error = errors[i];
      ofA[a[i]] += error;
      ofB[b[i]] += error;
      ofC[c[i]] += error;
      ofD[d[i]] += error;
    }
  }
  for (let f = whole; f < columns.length; f++) {
    const [column, ofBin] = [columns[f], sums[f]];
    for (let i = 0; i < errors.length; i++) ofBin[column[i]] += errors[i];
  }
}

export const logistic: AdditiveLearner = { id: 'logistic', maxBins: 200, minPerOutcome: 10, fit: fitLogistic };

/** Logistic regression with an L2 penalty, standardised numbers, one-hot categories and indicators of missing values. */
export const logisticLearner: Learner = {
  id: 'logistic',
  train: (examples, settings) => trainAdditive(logistic, examples, settings),
};
