import { logit, sigmoid } from '../log-odds.ts';

const STEPS = 60;
/** The largest shift in log odds. */
const MAX_SHIFT = 30;

/**
 * Probabilities whose log odds are shifted by one number so that their mean is the share of converted rows. What remains to
 * compare is which rows are more likely to convert than others, and by how much.
 * @param probabilities [rows] strictly between 0 and 1
 */
export function shiftToRate(probabilities: ArrayLike<number>, labels: ArrayLike<number>): Float64Array {
  const given = Float64Array.from(probabilities, logit);
  const converted = Array.from(labels).reduce((sum, label) => sum + label, 0);
  const at = (shift: number) => given.map((value) => sigmoid(value + shift));
  let [low, high] = [-MAX_SHIFT, MAX_SHIFT];
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (at(middle).reduce((sum, p) => sum + p, 0) < converted) low = middle;
    else high = middle;
  }
  return at((low + high) / 2);
}
