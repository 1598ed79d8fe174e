import { wilsonInterval } from '@leadlight/common';
import { isMissing } from './single-column-auc.ts';
import type { RawColumn } from './leakage-finding.ts';

/** Rows and conversions in a part of the rows and in the rest. */
export interface ConversionCounts {
  readonly part: { readonly rows: number; readonly converted: number };
  readonly rest: { readonly rows: number; readonly converted: number };
}

export function countConversions(
  rows: number,
  outcome: ArrayLike<number>,
  isPart: (row: number) => boolean,
): ConversionCounts {
  const part = { rows: 0, converted: 0 };
  const rest = { rows: 0, converted: 0 };
  for (let row = 0; row < rows; row++) {
    const side = isPart(row) ? part : rest;
    side.rows++;
    side.converted += outcome[row]!;
  }
  return { part, rest };
}

/** Filled rows against empty ones. */
export const countFilledAndEmpty = ({ values }: RawColumn, outcome: ArrayLike<number>): ConversionCounts =>
  countConversions(values.length, outcome, (row) => !isMissing(values[row]));

export const rateOf = ({ rows, converted }: ConversionCounts['part']): number => converted / rows;

/** Lower end of the 90 % interval of a conversion rate. */
export const wilsonLowerBound = (converted: number, rows: number): number => wilsonInterval(converted, rows).low;
