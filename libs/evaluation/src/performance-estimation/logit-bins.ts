import { logit } from '../log-odds.ts';

/** Bins of a prediction's logit, narrow enough that its middle stands for it. */
const BIN_WIDTH = 0.2;
const MAX_LOGIT = 8;
export const BINS = Math.round((2 * MAX_LOGIT) / BIN_WIDTH);
/** [BINS] the middle of each. */
export const LOGITS = Float64Array.from({ length: BINS }, (_, bin) => (bin + 0.5) * BIN_WIDTH - MAX_LOGIT);

/** @param probability 0..1 */
export const binOf = (probability: number): number =>
  Math.max(0, Math.min(BINS - 1, Math.floor((logit(probability) + MAX_LOGIT) / BIN_WIDTH)));
