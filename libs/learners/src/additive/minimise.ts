/** A differentiable function: fills `gradient` and returns the value. */
export type Objective = (at: Float64Array, gradient: Float64Array) => number;

const MAX_STORED_STEPS = 8;
const MAX_ITERATIONS = 150;
const SUFFICIENT_DECREASE = 1e-4;
const MAX_HALVINGS = 30;

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
};

interface StoredStep {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly inverse: number;
}

/**
 * Minimises a smooth convex function.
 * @source Nocedal 1980; Liu and Nocedal 1989, "On the limited memory BFGS method", algorithm 2.1, with backtracking
 */
export function minimise(objective: Objective, start: Float64Array, tolerance = 1e-6): Float64Array {
  let at = start;
  let gradient = new Float64Array(start.length);
  let value = objective(at, gradient);
  const moves: StoredStep[] = [];
  for (let step = 0; step < MAX_ITERATIONS && Math.sqrt(dot(gradient, gradient)) > tolerance; step++) {
    const direction = searchDirection(gradient, moves);
    const slope = dot(direction, gradient);
    const found = backtrack(objective, at, value, direction, slope, step === 0 ? 1 / Math.sqrt(-slope) : 1);
    if (!found) break;
    const change = found.gradient.map((g, i) => g - gradient[i]);
    const move = found.at.map((x, i) => x - at[i]);
    const curvature = dot(move, change);
    if (curvature > 1e-12) moves.push({ step: move, change, inverse: 1 / curvature });
    if (moves.length > MAX_STORED_STEPS) moves.shift();
    const gained = value - found.value;
    ({ at, gradient, value } = found);
    if (gained < tolerance * 0.1 * Math.max(1, Math.abs(value))) break;
  }
  return at;
}

/** Minus the inverse Hessian, approximated from the stored steps, times the gradient. */
function searchDirection(gradient: Float64Array, moves: readonly StoredStep[]): Float64Array {
  const direction = gradient.map((g) => -g);
  const shares: number[] = [];
  for (let i = moves.length - 1; i >= 0; i--) {
    const { step, change, inverse } = moves[i];
    shares[i] = inverse * dot(step, direction);
    for (let k = 0; k < direction.length; k++) direction[k] -= shares[i] * change[k];
  }
  const last = moves.at(-1);
  if (last) {
    const scale = 1 / (last.inverse * dot(last.change, last.change));
    for (let k = 0; k < direction.length; k++) direction[k] *= scale;
  }
  moves.forEach(({ step, change, inverse }, i) => {
    const back = inverse * dot(change, direction);
    for (let k = 0; k < direction.length; k++) direction[k] += (shares[i] - back) * step[k];
  });
  return direction;
}

function backtrack(
  objective: Objective,
  from: Float64Array,
  value: number,
  direction: Float64Array,
  slope: number,
  first: number,
) {
  let length = first;
  for (let halving = 0; halving < MAX_HALVINGS; halving++, length /= 2) {
    const at = from.map((x, i) => x + length * direction[i]);
    const gradient = new Float64Array(from.length);
    const reached = objective(at, gradient);
    if (reached <= value + SUFFICIENT_DECREASE * length * slope) return { at, gradient, value: reached };
  }
  return undefined;
}
