import { solveLinear } from '@leadlight/common';
import { sigmoid } from '../core/math.ts';
import type { CalibrationPoints } from './calibration-points.ts';

/** A weak penalty on the distance from the start, so that separable points do not send the slope to infinity. */
const RIDGE = 1e-3;

/** Gradient and hessian of the penalised log likelihood at `theta`. */
function derivatives(
  inputs: readonly Float64Array[],
  { weight, converted }: CalibrationPoints,
  theta: readonly number[],
  start: readonly number[],
) {
  const size = theta.length;
  const gradient = Float64Array.from(theta, (value, i) => RIDGE * (start[i] - value));
  const hessian = new Float64Array(size * size);
  for (let i = 0; i < size; i++) hessian[i * size + i] = RIDGE;
  for (let point = 0; point < weight.length; point++) {
    let logOdds = 0;
    for (let i = 0; i < size; i++) logOdds += theta[i] * inputs[i][point];
    const p = sigmoid(logOdds);
    const slope = weight[point] * p * (1 - p);
    const residual = converted[point] - weight[point] * p;
    for (let i = 0; i < size; i++) {
      const value = inputs[i][point];
      gradient[i] += residual * value;
      for (let j = 0; j < size; j++) hessian[i * size + j] += slope * value * inputs[j][point];
    }
  }
  const rows = theta.map((_, i) => Array.from(hessian.subarray(i * size, (i + 1) * size)));
  return { gradient: Array.from(gradient), hessian: rows };
}

/**
 * Logistic regression on a few inputs by Newton's method, from `start` and with a penalty on the distance from it.
 * @param inputs [inputs][points]; the last one should be all ones
 */
export function fitLogistic(
  inputs: readonly Float64Array[],
  points: CalibrationPoints,
  start: readonly number[],
): readonly number[] {
  let theta = [...start];
  for (let step = 0; step < 50; step++) {
    const { gradient, hessian } = derivatives(inputs, points, theta, start);
    const move = solveLinear(hessian, gradient);
    if (!move) break;
    const size = Math.max(...move.map(Math.abs));
    const shorten = size > 2 ? 2 / size : 1;
    theta = theta.map((value, i) => value + shorten * move[i]);
    if (size < 1e-10) break;
  }
  return theta;
}
