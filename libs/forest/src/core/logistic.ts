import { type F64s, type I32s, type U8s, f64, floor, type i32 } from './portable.ts';
import { log, sigmoid } from './math.ts';

/*
 * Logistic loss of listed rows. The WebAssembly build replaces this file by SIMD, two rows at a time, with the same bits.
 */

/** Gradients are stored as multiples of 2^-20, so that sums of millions of them are exact. */
export const UNIT: f64 = 1048576.0;

/**
 * Gradient and hessian of the logistic loss of each listed row at its current margin, times its weight.
 * @param list [count + 1] the last entry is any row
 * @param gradients [rows × 2]
 */
export function logisticGradients(
  margins: F64s,
  labels: U8s,
  weights: F64s,
  weighted: i32,
  list: I32s,
  count: i32,
  gradients: F64s,
): void {
  for (let i: i32 = 0; i < count; i++) {
    const row: i32 = list[i];
    const p: f64 = sigmoid(margins[row]);
    const scale: f64 = weighted !== 0 ? UNIT * weights[row] : UNIT;
    gradients[row + row] = floor((p - f64(labels[row])) * scale + 0.5);
    // Never 0, so that an occupied bin is known by its hessian.
    gradients[row + row + 1] = floor(p * (1.0 - p) * scale + 1.5);
  }
}

/**
 * Sum of the logistic loss of the listed rows.
 * @param list [count + 1] the last entry is any row
 */
export function validationLoss(margins: F64s, labels: U8s, weights: F64s, weighted: i32, list: I32s, count: i32): f64 {
  let loss: f64 = 0.0;
  for (let i: i32 = 0; i < count; i++) {
    const row: i32 = list[i];
    const p: f64 = sigmoid(labels[row] !== 0 ? margins[row] : -margins[row]);
    loss -= (weighted !== 0 ? weights[row] : 1.0) * log(p > 1e-15 ? p : 1e-15);
  }
  return loss;
}
