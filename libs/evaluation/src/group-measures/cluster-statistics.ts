import { wilsonInterval, Z_95 } from '@leadlight/common';
import type { Interval } from '../bootstrap/draws.ts';
import type { GroupKey } from '../groups.ts';

/** A mean over rows of which several may belong to one lead. */
export interface ClusterMean {
  readonly mean: number;
  /** Standard error by leads; NaN with fewer than two leads. */
  readonly standardError: number;
  readonly rows: number;
}

/**
 * Mean of a value over some rows, with the standard error of a ratio of sums by lead.
 * @param rows indices of the rows
 * @param leads [all rows] rows of one lead share a key; null = a lead of its own; absent = every row its own
 * @source Cochran 1977, "Sampling Techniques", section 9A (ratio estimates of clusters)
 */
export function clusterMean(
  rows: ArrayLike<number>,
  valueOf: (row: number) => number,
  leads: ArrayLike<GroupKey> | undefined,
): ClusterMean {
  const count = rows.length;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += valueOf(rows[i]!);
  const mean = sum / count;
  const residuals = new Map<GroupKey, number>();
  let [squares, clusters] = [0, 0];
  for (let i = 0; i < count; i++) {
    const residual = valueOf(rows[i]!) - mean;
    const lead = leads?.[rows[i]!] ?? null;
    if (lead === null) {
      squares += residual * residual;
      clusters++;
    } else residuals.set(lead, (residuals.get(lead) ?? 0) + residual);
  }
  for (const residual of residuals.values()) squares += residual * residual;
  clusters += residuals.size;
  const standardError = clusters < 2 ? NaN : Math.sqrt((squares * clusters) / (clusters - 1)) / count;
  return { mean, standardError, rows: count };
}

/** 90 % interval of a mean of any sign. */
export const normalInterval = ({ mean, standardError }: Pick<ClusterMean, 'mean' | 'standardError'>): Interval => ({
  low: mean - Z_95 * standardError,
  high: mean + Z_95 * standardError,
});

/** 90 % Wilson interval of a share, with the effective sample size: the independent rows that would have the same standard error. */
export function shareInterval({ mean, standardError, rows }: ClusterMean): Interval {
  if (rows === 0) return { low: 0, high: 1 };
  const variance = mean * (1 - mean);
  const independent = variance > 0 && standardError > 0 ? Math.min(rows, variance / standardError ** 2) : rows;
  return wilsonInterval(mean * independent, independent);
}
