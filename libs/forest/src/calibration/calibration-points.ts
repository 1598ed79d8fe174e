/** Raw predictions of examples that the model was not trained on, with their outcomes, aggregated. */
export interface CalibrationPoints {
  /** [points] Ascending raw predictions. */
  readonly raw: Float64Array;
  /** [points] Weight of all examples. */
  readonly weight: Float64Array;
  /** [points] Weight of the converted examples. */
  readonly converted: Float64Array;
}

/** More points would not change a calibrator. */
const MAX_POINTS = 8_192;

/**
 * Aggregates examples of about equal raw prediction into one point each.
 * @param raw [examples] NaN = unknown, left out
 * @param weights [examples] > 0; absent = all 1
 * @param take which examples to use
 */
export function collectCalibrationPoints(
  raw: ArrayLike<number>,
  labels: ArrayLike<number>,
  weights?: ArrayLike<number>,
  take: (row: number) => boolean = () => true,
): CalibrationPoints {
  let low = Infinity;
  let high = -Infinity;
  for (let row = 0; row < raw.length; row++) {
    if (raw[row] < low) low = raw[row];
    if (raw[row] > high) high = raw[row];
  }
  const scale = high > low ? (MAX_POINTS - 1) / (high - low) : 0;
  const sums = new Float64Array(MAX_POINTS);
  const weight = new Float64Array(MAX_POINTS);
  const converted = new Float64Array(MAX_POINTS);
  for (let row = 0; row < raw.length; row++) {
    if (raw[row] !== raw[row] || !take(row)) continue;
    const cell = Math.floor((raw[row] - low) * scale);
    const w = weights ? weights[row] : 1;
    sums[cell] += w * raw[row];
    weight[cell] += w;
    converted[cell] += w * labels[row];
  }
  const filled = Array.from(weight.keys()).filter((cell) => weight[cell] > 0);
  return {
    raw: Float64Array.from(filled, (cell) => sums[cell] / weight[cell]),
    weight: Float64Array.from(filled, (cell) => weight[cell]),
    converted: Float64Array.from(filled, (cell) => converted[cell]),
  };
}
