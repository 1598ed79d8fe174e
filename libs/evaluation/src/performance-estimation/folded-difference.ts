import type { PartlySettledLeads } from './estimate-performance.ts';
import { partlySettledLosses } from './partly-settled-loss.ts';

/** What was fitted to the leads of all folds but one. */
export interface FoldAdjustment {
  /** [horizonDays + 1] the delays since the change. */
  readonly cumulative: Float64Array;
  /** [rows of the held-out leads] their adjusted probabilities. @param rows among all leads */
  adjust(leads: PartlySettledLeads, rows: readonly number[]): ArrayLike<number>;
}

const FOLDS = 5;

/** [rows] Each lead's loss by an adjustment that was not fitted on it, less its present loss. @param fit to some of the rows */
export function foldedDifference(
  leads: PartlySettledLeads,
  horizonDays: number,
  fit: (fitted: PartlySettledLeads, rows: readonly number[]) => FoldAdjustment,
): Float64Array {
  const rows = Array.from({ length: leads.probabilities.length }, (_, row) => row);
  const differences = new Float64Array(rows.length);
  for (let fold = 0; fold < FOLDS; fold++) {
    const others = rows.filter((row) => row % FOLDS !== fold);
    const held = rows.filter((row) => row % FOLDS === fold);
    const heldLeads = takeLeads(leads, held);
    const { cumulative, adjust } = fit(takeLeads(leads, others), others);
    const lossOf = (each: PartlySettledLeads) => partlySettledLosses(each, { cumulative, horizonDays });
    const [present, adjusted] = [heldLeads, { ...heldLeads, probabilities: adjust(heldLeads, held) }].map(lossOf);
    held.forEach((row, i) => (differences[row] = adjusted![i]! - present![i]!));
  }
  return differences;
}

export const takeLeads = (
  { probabilities, ageDays, waitDays }: PartlySettledLeads,
  rows: readonly number[],
): PartlySettledLeads => ({
  probabilities: rows.map((row) => probabilities[row]!),
  ageDays: rows.map((row) => ageDays[row]!),
  waitDays: rows.map((row) => waitDays[row]!),
});
