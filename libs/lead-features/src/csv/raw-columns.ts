import { parseInstant } from '../instant.ts';
import { cellText, columnTypeOf, missingTextSet, parseNumber, parseYesNo } from './cell.ts';

/** A column as it came in, before a feature is made of it: the search for leakage examines it. */
export interface RawTableColumn {
  readonly field: string;
  readonly kind: 'numeric' | 'categorical' | 'boolean' | 'date';
  /** [rows] Numbers (yes = 1, no = 0, dates in milliseconds; NaN = missing) or texts (null = missing). */
  readonly values: readonly (number | string | null)[];
}

const KINDS = { yesNo: 'boolean', number: 'numeric', date: 'date', text: 'categorical' } as const;

/** Every column of a table that is not empty, typed by its cells. */
export function rawColumnsOf(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  missingTexts?: readonly string[],
): readonly RawTableColumn[] {
  const isMissing = missingTextSet(missingTexts);
  return header.flatMap((field, index) => {
    const texts = rows.map((cells) => cellText(cells[index], isMissing));
    const distinct = [...new Set(texts.filter((text) => text !== undefined))];
    if (distinct.length === 0) return [];
    const type = columnTypeOf(distinct);
    return { field, kind: KINDS[type], values: texts.map((text) => valueOf(text, type)) };
  });
}

function valueOf(text: string | undefined, type: keyof typeof KINDS): number | string | null {
  if (type === 'text') return text ?? null;
  if (text === undefined) return Number.NaN;
  const parse = type === 'yesNo' ? parseYesNo : type === 'number' ? parseNumber : parseInstant;
  return parse(text) ?? Number.NaN;
}
