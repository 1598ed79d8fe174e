import { parseCompactDate, parseDateText, parseSerial } from '../cells/date-text.ts';
import { foldText, plainText } from '../cells/fold.ts';
import { standsForNoNumber, type MissingTexts } from '../cells/missing-texts.ts';
import { parseNumberText } from '../cells/number-text.ts';
import { rowsPerText, type TextColumn } from './text-table.ts';

/** What a column's texts say about its numbers. Counts are rows. */
export interface NumberEvidence {
  /** Numbers if the decimals follow a point. */
  point: number;
  comma: number;
  /** Numbers with a decimal point or a decimal comma. */
  either: number;
  /** Words for a number that nobody knows, such as unknown. */
  unknown: number;
  /** Numbers only with a decimal point, such as 1.5. */
  onlyPoint: number;
  /** Numbers only with a decimal comma, such as 1,5. */
  onlyComma: number;
  /** A text that is one number with a point and another with a comma, such as 1.200. */
  unclear: string | undefined;
  /** A text that shows the mark: 1.5 or 1,5. */
  readonly shown: { point?: string; comma?: string };
  readonly decimals: { point: number; comma: number };
  readonly currencies: Map<string, number>;
  percent: number;
  /** Whole numbers without sign and separators, those with leading zeros included. */
  digits: number;
  minDigits: number;
  maxDigits: number;
  leadingZeros: number;
  /** Days as Excel counts them, and days such as 20251231. */
  serials: number;
  compactDates: number;
}

/** What a column's texts say about its dates. Counts are rows. */
export interface DateEvidence {
  /** Dates in at least one order. */
  dates: number;
  /** Texts in the form of a date that is impossible, such as 29/02/2018. */
  impossible: number;
  onlyDmy: number;
  onlyMdy: number;
  /** With dots between day and month. */
  dots: number;
  /** A text that is one date with the day first and another with the month first. */
  unclear: string | undefined;
}

/** A column's distinct texts, examined once. */
export interface ColumnScan {
  /** [texts] Rows that have each text. */
  readonly counts: Int32Array;
  /** Rows whose text neither means missing nor may; and their distinct texts. */
  filled: number;
  distinct: number;
  /** Codes of the texts that mean missing in every column, and of those that may, such as NA. */
  readonly missing: number[];
  readonly maybeMissing: number[];
  readonly numbers: NumberEvidence;
  readonly dates: DateEvidence;
  /** Folded texts, while there are at most two. */
  fewTexts: Set<string> | undefined;
}

export function scanColumn(column: TextColumn, texts: MissingTexts): ColumnScan {
  const scan = emptyScan(rowsPerText(column));
  const meaningOf = missingTest(texts);
  for (let code = 0; code < column.texts.length; code += 1) {
    const rows = scan.counts[code]!;
    if (rows === 0) continue;
    const text = column.texts[code]!;
    const meaning = meaningOf(text);
    if (meaning === 'missing') scan.missing.push(code);
    else if (meaning === 'maybeMissing') scan.maybeMissing.push(code);
    else addValue(scan, text, rows);
  }
  return scan;
}

/** Whether a text means missing, may mean it, or is a value. Texts that begin like none of these need not be folded. */
function missingTest({ always, byColumn }: MissingTexts): (text: string) => 'missing' | 'maybeMissing' | 'value' {
  const words = [...always, ...byColumn];
  const maxLength = Math.max(...words.map(({ length }) => length));
  /** [ASCII] 1 = a word begins with the character. */
  const isFirst = new Uint8Array(0x7f);
  for (const word of words.filter((each) => each !== '')) {
    isFirst[word.charCodeAt(0)] = 1;
    isFirst[word.toUpperCase().charCodeAt(0)] = 1;
  }
  return (text) => {
    const first = text.charCodeAt(0);
    if (first > 0x20 && first < 0x7f) {
      if (isFirst[first] === 0) return 'value';
      if (text.length > maxLength && !text.includes('  ') && !text.endsWith(' ')) return 'value';
    }
    const folded = foldText(text);
    return always.has(folded) ? 'missing' : byColumn.has(folded) ? 'maybeMissing' : 'value';
  };
}

function emptyScan(counts: Int32Array): ColumnScan {
  return {
    counts,
    filled: 0,
    distinct: 0,
    missing: [],
    maybeMissing: [],
    numbers: {
      ...{ point: 0, comma: 0, either: 0, unknown: 0, onlyPoint: 0, onlyComma: 0, unclear: undefined, shown: {} },
      ...{ decimals: { point: 0, comma: 0 }, currencies: new Map<string, number>(), percent: 0 },
      ...{ digits: 0, minDigits: Infinity, maxDigits: 0, leadingZeros: 0, serials: 0, compactDates: 0 },
    },
    dates: { dates: 0, impossible: 0, onlyDmy: 0, onlyMdy: 0, dots: 0, unclear: undefined },
    fewTexts: new Set(),
  };
}

function addValue(scan: ColumnScan, text: string, rows: number): void {
  scan.filled += rows;
  scan.distinct += 1;
  if (scan.fewTexts) {
    scan.fewTexts.add(foldText(text));
    if (scan.fewTexts.size > 2) scan.fewTexts = undefined;
  }
  const first = text.charCodeAt(0);
  // A text of digits begins with one, or with spaces.
  if (first < 0x21 || (first >= 0x30 && first <= 0x39) || first > 0x7e) addDigits(scan.numbers, text, rows);
  if (addNumber(scan.numbers, text, rows)) return;
  addDate(scan.dates, text, rows);
  if (standsForNoNumber(text)) scan.numbers.unknown += rows;
}

const DIGITS = /^\s*\d+\s*$/;

function addDigits(numbers: NumberEvidence, text: string, rows: number): void {
  if (!DIGITS.test(text)) {
    if (text.length < 20 && parseSerial(text) !== undefined) numbers.serials += rows;
    return;
  }
  const digits = plainText(text);
  numbers.digits += rows;
  numbers.minDigits = Math.min(numbers.minDigits, digits.length);
  numbers.maxDigits = Math.max(numbers.maxDigits, digits.length);
  if (digits.length > 1 && digits.startsWith('0')) numbers.leadingZeros += rows;
  if (digits.length === 5 && parseSerial(digits) !== undefined) numbers.serials += rows;
  if (digits.length === 8 && parseCompactDate(digits) !== undefined) numbers.compactDates += rows;
}

function addNumber(numbers: NumberEvidence, text: string, rows: number): boolean {
  const parsed = parseNumberText(text);
  if (!parsed) return false;
  numbers.either += rows;
  const [withPoint, withComma] = [!Number.isNaN(parsed.point), !Number.isNaN(parsed.comma)];
  if (withPoint) {
    numbers.point += rows;
    numbers.decimals.point = Math.max(numbers.decimals.point, parsed.decimals.point);
  }
  if (withComma) {
    numbers.comma += rows;
    numbers.decimals.comma = Math.max(numbers.decimals.comma, parsed.decimals.comma);
  }
  if (withPoint && !withComma) {
    numbers.onlyPoint += rows;
    numbers.shown.point ??= text;
  }
  if (withComma && !withPoint) {
    numbers.onlyComma += rows;
    numbers.shown.comma ??= text;
  }
  if (withPoint && withComma && parsed.point !== parsed.comma) numbers.unclear ??= text;
  if (parsed.percent) numbers.percent += rows;
  if (parsed.currency) numbers.currencies.set(parsed.currency, (numbers.currencies.get(parsed.currency) ?? 0) + rows);
  return true;
}

function addDate(dates: DateEvidence, text: string, rows: number): void {
  const parsed = parseDateText(text);
  if (!parsed) return;
  const { dmy, mdy, dots } = parsed;
  if (dmy === undefined && mdy === undefined) dates.impossible += rows;
  else dates.dates += rows;
  if (dmy !== undefined && mdy === undefined) dates.onlyDmy += rows;
  if (mdy !== undefined && dmy === undefined) dates.onlyMdy += rows;
  if (dots) dates.dots += rows;
  if (dmy !== undefined && mdy !== undefined && dmy !== mdy) dates.unclear ??= text;
}
