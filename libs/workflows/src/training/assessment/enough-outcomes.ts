import { MIN_LEADS_PER_OUTCOME } from '@leadlight/evaluation';
import type { Dataset } from '../examples/dataset.ts';

/** Whether a model can learn from these rows. */
export function hasEnoughOutcomes({ labels }: Pick<Dataset, 'labels'>, rows: Int32Array): boolean {
  const converted = rows.reduce((sum, row) => sum + labels[row]!, 0);
  return Math.min(converted, rows.length - converted) >= MIN_LEADS_PER_OUTCOME;
}
