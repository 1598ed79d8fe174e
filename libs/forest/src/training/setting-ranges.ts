import { ForestError } from '../errors.ts';

interface Range {
  readonly low: number;
  readonly high: number;
  readonly whole: boolean;
}

export const wholeNumber = (low: number, high: number): Range => ({ low, high, whole: true });
export const realNumber = (low: number, high: number): Range => ({ low, high, whole: false });

/** @throws ForestError `bad_setting` */
export function checkRanges<Name extends string>(
  settings: Readonly<Record<NoInfer<Name>, number>>,
  ranges: Readonly<Record<Name, Range>>,
): void {
  for (const [setting, { low, high, whole }] of Object.entries<Range>(ranges)) {
    const value = settings[setting as Name];
    if ((whole ? Number.isInteger(value) : Number.isFinite(value)) && value >= low && value <= high) continue;
    const expected = `a ${whole ? 'whole ' : ''}number from ${low} to ${high}`;
    throw new ForestError('bad_setting', { setting, value, expected });
  }
}

/** Without the members that are undefined, so that these do not replace a default. */
export const withoutUndefined = <T extends object>(given: T): T =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T;
