import { divideIntoGroups, type GroupName } from '../group-measures/divide-into-groups.ts';
import type { GroupColumn } from '../group-measures/measure-groups.ts';
import { isMissing } from '../leakage/single-column-auc.ts';

/** Rarer groups have too few leads to show anything in weeks. */
const MIN_SHARE = 0.04;
/** Of no group. */
export const NO_GROUP = -1;

/** The groups of leads by a field that an administrator has named, as the training had them. */
export interface NamedGroups {
  readonly field: string;
  /** `value`, `100–500`, `≥ 500`, `< 100`; empty = the field is empty. */
  readonly groups: readonly string[];
  /** [rows] groups of other values of the field, or `NO_GROUP`. */
  groupsOf(values: GroupColumn['values']): Int16Array;
}

/** Values as they are, numbers in four ranges, and leads without a value; as in the report. */
export function namedGroups({ field, values }: GroupColumn): NamedGroups {
  const { groups } = divideIntoGroups(values, undefined, Math.max(1, MIN_SHARE * values.length));
  const names = groups.map(({ name }) => name);
  return {
    field,
    groups: names.map(nameOf),
    groupsOf: (others) =>
      Int16Array.from({ length: others.length }, (_, row) => names.findIndex((name) => isOf(name, others[row]!))),
  };
}

function nameOf(name: GroupName): string {
  switch (name.kind) {
    case 'value':
      return name.value;
    case 'missing':
      return '';
    case 'range':
      if (name.atLeast === undefined) return `< ${name.below}`;
      return name.below === undefined ? `≥ ${name.atLeast}` : `${name.atLeast}–${name.below}`;
  }
}

function isOf(name: GroupName, value: string | number | null): boolean {
  if (isMissing(value) || value === '') return name.kind === 'missing';
  switch (name.kind) {
    case 'value':
      return String(value) === name.value;
    case 'missing':
      return false;
    case 'range':
      return Number(value) >= (name.atLeast ?? -Infinity) && Number(value) < (name.below ?? Infinity);
  }
}
