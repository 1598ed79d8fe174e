import { solveLinear } from '@leadlight/common';
import { sigmoid } from '../core/math.ts';
import type { CalibrationPoints } from './calibration-points.ts';

/** A weak penalty on the distance from the start, so that separable points do not send the slope to infinity. */
const RIDGE = 1e-3;

/** Gradient and hessian of the penalised log likelihood at `theta`. */
function derivatives(
  inputs: readonly Float64Array[],
  points: CalibrationPoints,
  theta: readonly number[],
  start: readonly number[],
) {
  const { weight, converted } = points;
  const gradient = theta.map((value, i) => RIDGE * (start[i] - value));
  const hessian = theta.map((_, i) => theta.map((__, j) => (i === j ? RIDGE : 0)));
  for (let point = 0; point < weight.length; point++) {
    const p = sigmoid(theta.reduce((sum, value, i) => sum + value * inputs[i][point], 0));
    const slope = weight[point] * p * (1 - p);
    for (let i = 0; i < theta.length; i++) {
      gradient[i] += (converted[point] - weight[point] * p) * inputs[i][point];
      for (let j = 0; j < theta.length; j++) hessian[i][j] += slope * inputs[i][point] * inputs[j][point];
    }
  }
  return { gradient, hessian };
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
