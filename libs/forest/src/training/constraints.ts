import { ForestError } from '../errors.ts';
import type { Column } from '../table.ts';

/** What a business knows beforehand. Columns are named. */
export interface Constraints {
  /**
   * As scikit-learn's `monotonic_cst`: 1 = a higher value never lowers the prediction, -1 = it never raises it. Numeric
   * columns only; missing values are unconstrained.
   */
  readonly monotonicConstraints?: { readonly [column: string]: 1 | -1 };
  /**
   * Pairs of columns that never occur on one path of a tree, so that their effects add up. Unlike scikit-learn's
   * `interaction_cst`, which lists what may interact, this lists what may not.
   */
  readonly forbiddenInteractions?: readonly (readonly [string, string])[];
}

export interface ConstraintTables {
  /** [features] */
  readonly monotonicSigns: Int32Array;
  /** [features × features] 1 = the two must not interact; one element where there are no forbidden interactions. */
  readonly forbiddenPairs: Uint8Array;
  readonly hasForbiddenPairs: boolean;
}

const badSetting = (setting: keyof Constraints, value: unknown, expected: string): ForestError =>
  new ForestError('bad_setting', { setting, value, expected });

function columnIndex(columns: readonly Column[], name: string, setting: keyof Constraints): number {
  const index = columns.findIndex((column) => column.name === name);
  if (index < 0) throw badSetting(setting, name, 'the name of a column');
  return index;
}

/** @throws ForestError `bad_setting` where a column does not exist, or one with a monotonic constraint is not numeric */
export function createConstraintTables(
  columns: readonly Column[],
  { monotonicConstraints = {}, forbiddenInteractions = [] }: Constraints,
): ConstraintTables {
  const n = columns.length;
  const monotonicSigns = new Int32Array(n);
  for (const [name, sign] of Object.entries(monotonicConstraints)) {
    const index = columnIndex(columns, name, 'monotonicConstraints');
    if (columns[index].kind !== 'numeric') throw badSetting('monotonicConstraints', name, 'a numeric column');
    if (sign !== 1 && sign !== -1) throw badSetting('monotonicConstraints', sign, '1 or -1');
    monotonicSigns[index] = sign;
  }
  const hasForbiddenPairs = forbiddenInteractions.length > 0;
  const forbiddenPairs = new Uint8Array(hasForbiddenPairs ? n * n : 1);
  for (const pair of forbiddenInteractions) {
    const [i, j] = pair.map((name) => columnIndex(columns, name, 'forbiddenInteractions'));
    if (i === j) throw badSetting('forbiddenInteractions', pair[0], 'two columns');
    forbiddenPairs[i * n + j] = forbiddenPairs[j * n + i] = 1;
  }
  return { monotonicSigns, forbiddenPairs, hasForbiddenPairs };
}
