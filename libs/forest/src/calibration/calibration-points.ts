/** Raw predictions of examples that their model had not learned from, with what became of them, lightest form. */
export interface CalibrationPoints {
  /** [points] Ascending raw predictions. */
  readonly raw: Float64Array;
  /** [points] Weight of the examples at each. */
  readonly weight: Float64Array;
  /** [points] Weight of the converted ones among them. */
  readonly converted: Float64Array;
}

/** More points than this change no calibrator. */
const MAX_POINTS = 8_192;

/**
 * Gathers examples of about equal raw prediction into one point each.
 * @param raw [examples] NaN = unknown, left out
 * @param weights [examples] > 0; absent = all 1
 * @param take which examples count
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
