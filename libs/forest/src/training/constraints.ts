import { ForestError } from '../errors.ts';
import type { Column } from '../table.ts';

/** What a business knows before any example. Columns are named. */
export interface Constraints {
  /** 1 = a higher value never lowers the prediction, -1 = never raises it. Missing values are free. Numeric columns only. */
  readonly monotonicConstraints?: { readonly [column: string]: 1 | -1 };
  /** Pairs of columns that never meet on a path of a tree, so that their effects add up. */
  readonly interactionConstraints?: readonly (readonly [string, string])[];
}

export interface ConstraintTables {
  /** [features] */
  readonly monotonicSigns: Int32Array;
  /** [features × features]; one element where nothing is kept apart. */
  readonly forbiddenPairs: Uint8Array;
  readonly hasInteractionConstraints: boolean;
}

function columnIndex(columns: readonly Column[], name: string, setting: string): number {
  const place = columns.findIndex((column) => column.name === name);
  if (place < 0) throw new ForestError({ code: 'bad_setting', setting, value: name, expected: 'the name of a column' });
  return place;
}

/** @throws ForestError `bad_setting` where a name is no column, or a monotone column is no number */
export function createConstraintTables(
  columns: readonly Column[],
  { monotonicConstraints: monotone = {}, interactionConstraints: apart = [] }: Constraints,
): ConstraintTables {
  const n = columns.length;
  const signs = new Int32Array(n);
  for (const [name, sign] of Object.entries(monotone)) {
    const place = columnIndex(columns, name, 'monotone');
    if (columns[place].kind !== 'numeric') {
      throw new ForestError({ code: 'bad_setting', setting: 'monotone', value: name, expected: 'a numeric column' });
    }
    if (sign !== 1 && sign !== -1) {
      throw new ForestError({ code: 'bad_setting', setting: 'monotone', value: sign, expected: '1 or -1' });
    }
    signs[place] = sign;
  }
  const table = new Uint8Array(apart.length > 0 ? n * n : 1);
  for (const [a, b] of apart) {
    const [i, j] = [a, b].map((name) => columnIndex(columns, name, 'apart'));
    if (i === j) throw new ForestError({ code: 'bad_setting', setting: 'apart', value: a, expected: 'two columns' });
    table[i * n + j] = table[j * n + i] = 1;
  }
  return { monotonicSigns: signs, forbiddenPairs: table, hasInteractionConstraints: apart.length > 0 };
}
