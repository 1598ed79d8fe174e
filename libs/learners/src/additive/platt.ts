import { minimise } from './minimise.ts';
import { crossEntropy, sigmoid } from './additive-weights.ts';

/** probability = sigmoid(slope · log odds + intercept) */
export interface Sigmoid {
  readonly kind: 'sigmoid';
  readonly slope: number;
  readonly intercept: number;
}

/** A weak penalty, so that separable outcomes do not send the slope to infinity. */
const RIDGE = 1e-3;

/**
 * Platt scaling of log odds. A negative slope is replaced by 0, so that all predictions are the mean.
 * @source Platt 1999, "Probabilistic outputs for support vector machines"
 */
export function fitSigmoid(logOdds: Float64Array, labels: ArrayLike<number>, weights: ArrayLike<number>): Sigmoid {
  // Scaled to a spread of about 1, so that both parameters have the same scale.
  const spread = Math.sqrt(logOdds.reduce((sum, x) => sum + x * x, 0) / logOdds.length) || 1;
  const [scaled, intercept] = minimise((at, gradient) => {
    let loss = (RIDGE * (at[0] ** 2 + at[1] ** 2)) / 2;
    gradient.set(at.map((value) => RIDGE * value));
    for (let row = 0; row < logOdds.length; row++) {
      const x = logOdds[row] / spread;
      const z = at[0] * x + at[1];
      loss += weights[row] * crossEntropy(z, labels[row]);
      const error = weights[row] * (sigmoid(z) - labels[row]);
      gradient[0] += error * x;
      gradient[1] += error;
    }
    return loss;
  }, new Float64Array(2));
  if (scaled > 0) return { kind: 'sigmoid', slope: scaled / spread, intercept };
  return { kind: 'sigmoid', slope: 0, intercept: meanLogOdds(labels, weights) };
}

/** Log odds of the mean outcome, with half an example of each outcome added. */
export function meanLogOdds(labels: ArrayLike<number>, weights: ArrayLike<number>): number {
  let converted = 0.5;
  let not = 0.5;
  for (let row = 0; row < labels.length; row++) {
    if (labels[row] === 1) converted += weights[row];
    else not += weights[row];
  }
  return Math.log(converted / not);
}
