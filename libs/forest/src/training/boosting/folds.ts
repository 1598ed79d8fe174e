import { mix } from '../../core/random.ts';
import type { BoostingExamples } from './boosting-examples.ts';

/** With one validation fold, it is a fifth of the rows. */
const MIN_FOLDS = 5;

/** [rows] The validation fold of each row; rows of one group share a fold. */
export function assignFolds(
  { rows, grouped, workspace: { view } }: BoostingExamples,
  folds: number,
  seed: number,
): Uint8Array {
  const count = Math.max(MIN_FOLDS, folds);
  return Uint8Array.from({ length: rows }, (_, row) => {
    const group = grouped ? view.groups[row] : row;
    return Math.floor(((mix(mix(group + 1) ^ seed) >>> 0) / 2 ** 32) * count);
  });
}

/** Makes all rows training rows, except those of one fold. */
export function holdOut({ rows, workspace: { view } }: BoostingExamples, foldOf: Uint8Array, fold: number): void {
  for (let row = 0; row < rows; row++) view.trainingRows[row] = foldOf[row] === fold ? 0 : 1;
}

/** Sum of the losses of all runs by round; a run that stopped early keeps its last loss. */
export function addLosses(runs: readonly { readonly losses: readonly number[] }[]): number[] {
  const longest = Math.max(...runs.map((run) => run.losses.length));
  return Array.from({ length: longest }, (_, round) =>
    runs.reduce((sum, { losses }) => sum + losses[Math.min(round, losses.length - 1)], 0),
  );
}
