import { nearlyUniqueReason, uniqueNumbersReason, type LeftOutReason } from '@leadlight/lead-features';
import type { ColumnFinding } from '../table/table-reading.ts';
import type { ColumnUse } from './column-use.ts';

/** With fewer rows, nothing can be said about whether values repeat. */
const MIN_ROWS = 20;
/** A text column with more distinct values than this share of its rows says nothing about the next lead. */
const MAX_DISTINCT_SHARE = 0.5;

/** Why a column names its rows rather than describing them; undefined where it does not. */
export function findIdentifierReason(
  { reading, isCode }: ColumnFinding,
  { read, distinct, areDigitsOfOneLength }: ColumnUse,
): LeftOutReason | undefined {
  if (read < MIN_ROWS) return undefined;
  // Running numbers never repeat and have one length; amounts and counts repeat or differ in length.
  const isNumber = reading.kind === 'number' || isCode;
  if (isNumber && distinct === read && areDigitsOfOneLength) return uniqueNumbersReason(read);
  if (reading.kind !== 'category') return undefined;
  return distinct > MAX_DISTINCT_SHARE * read ? nearlyUniqueReason(distinct, read) : undefined;
}
