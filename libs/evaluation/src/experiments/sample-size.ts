import { normalQuantile } from '@leadlight/common';

export interface SampleSizeQuestion {
  /** Share of leads that reach the goal without the score, in (0, 1). */
  readonly baseRate: number;
  /** The smallest relative effect worth finding: 0.2 = a fifth more. */
  readonly relativeEffect: number;
  /** Two-sided significance level: how often an effect is seen where there is none. */
  readonly alpha?: number;
  /** How often an effect of this size is found. */
  readonly power?: number;
}

/**
 * Leads per arm that find an effect of this size, if both arms are equally large and each lead is drawn on its own.
 * Infinity for an effect of 0.
 * @source Chow, Shao and Wang, "Sample Size Calculations in Clinical Research", section 4.2.1, test for equality
 * @example sampleSizePerArm({ baseRate: 0.06, relativeEffect: 0.2 }) // 6717
 */
export function sampleSizePerArm({ baseRate, relativeEffect, alpha = 0.05, power = 0.8 }: SampleSizeQuestion): number {
  const raised = baseRate * (1 + relativeEffect);
  if (!(baseRate > 0 && raised > 0 && raised < 1)) throw new RangeError('Both rates must be between 0 and 1.');
  const z = normalQuantile(1 - alpha / 2) + normalQuantile(power);
  const variance = baseRate * (1 - baseRate) + raised * (1 - raised);
  return Math.ceil((z * z * variance) / (raised - baseRate) ** 2);
}
