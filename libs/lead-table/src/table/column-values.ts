import type { ColumnReading, DateOrder, DecimalMark, Instant } from '@leadlight/lead-features';
import { parseCompactDate, parseDateText, parseSerial } from '../cells/date-text.ts';
import { parseNumberText } from '../cells/number-text.ts';
import { parseYesNo } from '../cells/yes-no.ts';
import { FoldedTexts } from './folded-texts.ts';
import type { TextColumn } from './text-table.ts';

/** How texts become numbers. */
export interface NumberRule {
  /** Undefined where nothing in the table says which it is. */
  readonly decimal: DecimalMark | undefined;
  /** The reading of another table, which decides texts that this table leaves open, as far as they have its form. */
  readonly known: ColumnReading | undefined;
  /** What the options say about texts that can be read in two ways, where `decimal` is undefined. */
  readonly unclear?: DecimalMark | undefined;
}

/** NaN where the text is not a number, or one number with a point and another with a comma that nothing decides. */
export function numberOf(text: string, { decimal, known, unclear }: NumberRule): number {
  const parsed = parseNumberText(text);
  if (!parsed) return Number.NaN;
  if (decimal) return parsed[decimal];
  const { point, comma, decimals } = parsed;
  if (point === comma || Number.isNaN(comma)) return point;
  if (Number.isNaN(point)) return comma;
  if (unclear) return parsed[unclear];
  const kept = known?.decimal;
  return kept && decimals[kept] <= (known.decimals ?? 0) ? parsed[kept] : Number.NaN;
}

/** How texts become dates. */
export interface DateRule {
  /** Undefined where nothing says which it is. */
  readonly order: DateOrder | undefined;
  /** Numbers are days as Excel counts them. */
  readonly serial: boolean;
}

/** NaN where the text is not a date, an impossible one, or one that can be read in two ways. */
export function dateOf(text: string, { order, serial }: DateRule): number {
  if (serial) {
    const at = parseSerial(text);
    if (at !== undefined) return at;
  }
  const parsed = parseDateText(text);
  if (!parsed) return parseCompactDate(text) ?? Number.NaN;
  const { dmy, mdy } = parsed;
  if (order !== undefined) return (order === 'mdy' ? mdy : dmy) ?? Number.NaN;
  return dmy === mdy ? (dmy ?? Number.NaN) : onlyOne(dmy, mdy);
}

/** A date that is possible in one order only is certain. */
const onlyOne = (one: Instant | undefined, other: Instant | undefined): number =>
  one !== undefined && other !== undefined ? Number.NaN : (one ?? other)!;

export const yesNoOf = (text: string): number => parseYesNo(text) ?? Number.NaN;

/** [texts] The values of texts; NaN where a text is missing or cannot be read. */
export function numbersByText(
  { texts }: TextColumn,
  isMissing: Uint8Array,
  valueOf: (text: string) => number,
): Float64Array {
  const values = new Float64Array(texts.length);
  for (let code = 0; code < texts.length; code += 1) {
    values[code] = isMissing[code] ? Number.NaN : valueOf(texts[code]!);
  }
  return values;
}

/** Spellings that differ only by case or spaces, joined. */
export interface JoinedCategories {
  /** [texts] null = missing. */
  readonly byText: readonly (string | null)[];
  /** The spelling of each category. */
  readonly categories: readonly string[];
  /** [texts] Index in `categories`; -1 = missing. */
  readonly categoryOf: Int32Array;
  /** The other spellings of a category and their rows, by its spelling. */
  readonly joined: ReadonlyMap<string, readonly { readonly text: string; readonly rows: number }[]>;
}

/** A category is spelled as in `known`, otherwise as in most rows. */
export function categoriesByText(
  { texts }: TextColumn,
  isMissing: Uint8Array,
  counts: Int32Array,
  known: readonly string[] = [],
): JoinedCategories {
  const categoryOf = new Int32Array(texts.length).fill(-1);
  const folded = new FoldedTexts();
  const categories: string[] = [];
  const bestRows: number[] = [];
  const sizes: number[] = [];
  for (let code = 0; code < texts.length; code += 1) {
    const rows = counts[code]!;
    if (isMissing[code] || rows === 0) continue;
    const text = texts[code]!;
    const category = folded.add(text);
    if (category === categories.length) {
      categories.push(text.trim());
      bestRows.push(rows);
      sizes.push(0);
    } else if (rows > bestRows[category]!) {
      categories[category] = text.trim();
      bestRows[category] = rows;
    }
    sizes[category]! += 1;
    categoryOf[code] = category;
  }
  for (const text of known) {
    const category = folded.find(text);
    if (category >= 0) categories[category] = text;
  }
  const joined = new Map<string, { text: string; rows: number }[]>();
  const byText = texts.map((text, code) => {
    const index = categoryOf[code]!;
    if (index < 0) return null;
    const category = categories[index]!;
    if ((sizes[index]! > 1 || known.length > 0) && text !== category) {
      const others = joined.get(category) ?? [];
      others.push({ text, rows: counts[code]! });
      joined.set(category, others);
    }
    return category;
  });
  return { byText, categories, categoryOf, joined };
}
