import { hashedUniform } from '@leadlight/evaluation';
import type { Dataset } from './dataset.ts';

/**
 * Of rows with sampling weights, those that stand for all settled rows in their right proportions: a row is kept with a
 * chance in proportion to its weight, with its lead's other rows. For whatever counts rows and knows no weights.
 */
export function representativeRows(
  { leads, weights }: Pick<Dataset, 'leads' | 'weights'>,
  rows: Int32Array,
): Int32Array {
  if (!weights) return rows;
  let largest = 0;
  for (const row of rows) largest = Math.max(largest, weights[row]!);
  return rows.filter((row) => hashedUniform('representative', String(leads[row]!)) * largest < weights[row]!);
}
