import { parseInstant } from '../instant.ts';

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A decimal number in ISO form; undefined for any other text. */
export function parseNumber(text: string): number | undefined {
  if (!NUMBER.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** yes/no, true/false, 1/0 in any case; undefined for other texts. */
export function parseYesNo(text: string): number | undefined {
  switch (text.toLowerCase()) {
    case 'yes':
    case 'true':
    case '1':
      return 1;
    case 'no':
    case 'false':
    case '0':
      return 0;
    default:
      return undefined;
  }
}

const MISSING_TEXTS: readonly string[] = ['', 'na', 'n/a', '#n/a', 'nan', 'null'];

/** The texts that mean missing in every table, and those of this one; lower-case. */
export const missingTextSet = (texts: readonly string[] = []): ReadonlySet<string> =>
  new Set([...MISSING_TEXTS, ...texts.map((text) => text.trim().toLowerCase())]);

/** A trimmed cell; undefined where it is one of the missing texts. */
export function cellText(cell: string | undefined, missingTexts: ReadonlySet<string>): string | undefined {
  const text = (cell ?? '').trim();
  return missingTexts.has(text.toLowerCase()) ? undefined : text;
}

/** The type that fits all texts of a column. */
export type ColumnType = 'yesNo' | 'number' | 'date' | 'text';

const PAIRS: readonly ReadonlySet<string>[] = [new Set(['yes', 'no']), new Set(['true', 'false']), new Set(['1', '0'])];

/** @param distinct the column's distinct texts, none missing, at least one */
export function columnTypeOf(distinct: readonly string[]): ColumnType {
  const lower = [...new Set(distinct.map((text) => text.toLowerCase()))];
  if (PAIRS.some((pair) => lower.every((text) => pair.has(text)))) return 'yesNo';
  if (distinct.every((text) => parseNumber(text) !== undefined)) return 'number';
  if (distinct.every((text) => parseInstant(text) !== undefined)) return 'date';
  return 'text';
}
