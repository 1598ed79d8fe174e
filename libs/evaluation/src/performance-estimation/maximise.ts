import { invert, solveLinear } from '@leadlight/common';

/** A log likelihood and its gradient. */
export interface Likelihood {
  readonly value: number;
  readonly gradient: readonly number[];
}

export interface Maximum {
  readonly at: readonly number[];
  readonly value: number;
  /** The inverse of the negative Hessian, [n][n]. */
  readonly covariance: readonly (readonly number[])[];
}

const MAX_STEPS = 60;
const DIFFERENCE = 1e-5;
const TOLERANCE = 1e-9;

/**
 * Maximises a smooth log likelihood of a few parameters by Newton's method. Where a step does not improve it, the step is
 * shortened towards the gradient (Levenberg and Marquardt).
 * @returns undefined where it does not converge or the maximum is flat
 */
export function maximise(
  likelihoodAt: (at: readonly number[]) => Likelihood,
  start: readonly number[],
): Maximum | undefined {
  let at = start;
  let current = likelihoodAt(at);
  let damping = 1e-3;
  for (let step = 0; step < MAX_STEPS; step++) {
    const information = informationAt(likelihoodAt, at, current);
    const next = improve(likelihoodAt, at, current, information, damping);
    if (!next || next.likelihood.value - current.value < TOLERANCE) {
      const covariance = invert(information);
      const isMaximum = covariance?.every((row, i) => row[i]! > 0);
      return isMaximum ? { at, value: current.value, covariance: covariance! } : undefined;
    }
    ({ at, likelihood: current, damping } = next);
  }
  return undefined;
}

function improve(
  likelihoodAt: (at: readonly number[]) => Likelihood,
  at: readonly number[],
  current: Likelihood,
  information: readonly (readonly number[])[],
  damping: number,
) {
  for (let factor = damping; factor < 1e9; factor *= 8) {
    const damped = information.map((row, i) =>
      row.map((value, j) => (i === j ? value + factor * Math.max(1, Math.abs(value)) : value)),
    );
    const move = solveLinear(damped, current.gradient);
    if (!move) continue;
    const moved = at.map((value, i) => value + move[i]!);
    const likelihood = likelihoodAt(moved);
    if (likelihood.value >= current.value) return { at: moved, likelihood, damping: factor / 8 };
  }
  return undefined;
}

/** The negative Hessian by differences of the gradient. */
function informationAt(
  likelihoodAt: (at: readonly number[]) => Likelihood,
  at: readonly number[],
  { gradient }: Likelihood,
): readonly (readonly number[])[] {
  const rows = at.map((_, i) => {
    const moved = likelihoodAt(at.map((value, j) => (i === j ? value + DIFFERENCE : value)));
    return gradient.map((value, j) => (value - moved.gradient[j]!) / DIFFERENCE);
  });
  return rows.map((row, i) => row.map((value, j) => (value + rows[j]![i]!) / 2));
}
