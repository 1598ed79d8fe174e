import type { ColumnFinding } from '../table/table-reading.ts';
import type { TextColumn } from '../table/text-table.ts';

/** What a column says about some rows of its table. */
export interface ColumnUse {
  /** Rows with a value. */
  readonly read: number;
  /** Different values. */
  readonly distinct: number;
  /** The text of the only value; undefined where there are several or none. */
  readonly onlyText: string | undefined;
  /** Every value is written as digits, and all with the same number of them. */
  readonly areDigitsOfOneLength: boolean;
}

export function columnUseOf(
  { values }: ColumnFinding,
  { texts, codes }: TextColumn,
  rows: readonly number[],
): ColumnUse {
  const used = new Uint8Array(texts.length);
  let read = 0;
  for (const row of rows) {
    const code = codes[row]!;
    const value = values.byText[code]!;
    if (value === null || Number.isNaN(value)) continue;
    read += 1;
    used[code] = 1;
  }
  const usedTexts = texts.filter((_, code) => used[code] === 1);
  const distinct = new Set(
    Array.from(values.byText as ArrayLike<number | string | null>).filter((_, code) => used[code] === 1),
  );
  const length = usedTexts[0]?.trim().length;
  return {
    read,
    distinct: distinct.size,
    onlyText: distinct.size === 1 ? usedTexts[0] : undefined,
    areDigitsOfOneLength: usedTexts.every((text) => text.trim().length === length && /^\d+$/.test(text.trim())),
  };
}
