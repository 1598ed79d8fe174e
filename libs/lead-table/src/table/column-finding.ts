import type { ColumnReading, DecimalMark } from '@leadlight/lead-features';
import { foldText } from '../cells/fold.ts';
import { missingTextsOf } from '../cells/missing-texts.ts';
import { categoriesByText, dateOf, numberOf, numbersByText, yesNoOf, type JoinedCategories } from './column-values.ts';
import type { DecidedColumn, FileMarks, ScannedColumn } from './scanned-column.ts';
import type { ColumnFinding, ColumnValues, ReadingOptions, TextCount } from './table-reading.ts';
import { notesOf, whyOf } from './why.ts';

const MAX_EXAMPLES = 5;

export function findingOf(scanned: ScannedColumn, file: FileMarks, options: ReadingOptions): ColumnFinding {
  const decided = decide(scanned, file, options);
  const { column, scan, decision, isMissing } = decided;
  const known = options.known?.get(column.name);
  const joined =
    decision.kind === 'category' ? categoriesByText(column, isMissing, scan.counts, known?.categories) : undefined;
  const values = joined ? { kind: 'category' as const, byText: joined.byText } : valuesOf(decided, options);
  const counted = countTexts(decided, values);
  const open = openQuestionOf(decided, known, options.decimal);
  return {
    column: column.name,
    reading: readingOf(decided, joined, options),
    why: whyOf(decided),
    rows: column.codes.length,
    read: counted.read,
    missing: { rows: counted.missing, texts: counted.missingTexts },
    unreadable: { rows: counted.unreadable, examples: counted.unreadableTexts },
    distinct: joined ? joined.categories.length : scan.distinct,
    notes: notesOf(decided, joined),
    examples: joined ? frequentCategories(decided, joined) : counted.readTexts,
    ...(open && { open }),
    isCode: decision.codeReason !== undefined,
    values,
  };
}

function decide(scanned: ScannedColumn, file: FileMarks, options: ReadingOptions): DecidedColumn {
  const { decision, ownDecimal, ownOrder, column } = scanned;
  const known = options.known?.get(column.name);
  const knownOrder = known?.order === 'dmy' || known?.order === 'mdy' ? known.order : undefined;
  const [own, option, others, model] =
    decision.kind === 'date'
      ? [ownOrder, options.dates, file.dates, knownOrder]
      : [ownDecimal, options.decimal, file.decimal, undefined];
  const decidedBy = own ? 'column' : option ? 'option' : others ? 'file' : model ? 'model' : undefined;
  return {
    ...scanned,
    decimal:
      decision.kind === 'number' && !decision.mixed ? (ownDecimal ?? options.decimal ?? file.decimal) : undefined,
    order: decision.kind === 'date' ? (ownOrder ?? options.dates ?? file.dates ?? knownOrder) : undefined,
    decidedBy,
  };
}

function valuesOf(
  { column, decision, isMissing, decimal, order }: DecidedColumn,
  options: ReadingOptions,
): ColumnValues {
  const kind = decision.kind as 'number' | 'date' | 'yesNo';
  const known = options.known?.get(column.name);
  const serial = decision.serial ?? false;
  const valueOf =
    kind === 'number'
      ? (text: string) => numberOf(text, { decimal, known, unclear: options.decimal })
      : kind === 'date'
        ? (text: string) => dateOf(text, { order, serial })
        : yesNoOf;
  return { kind, byText: numbersByText(column, isMissing, valueOf) };
}

function readingOf(
  decided: DecidedColumn,
  joined: JoinedCategories | undefined,
  options: ReadingOptions,
): ColumnReading {
  const { column, scan, decision, decimal, order, isMissing } = decided;
  const folded = scan.maybeMissing.filter((code) => isMissing[code]).map((code) => foldText(column.texts[code]!));
  const { decimals } = scan.numbers;
  return {
    kind: decision.kind,
    ...(decision.kind === 'number' && decimal && { decimal }),
    ...(decision.kind === 'number' && { decimals: decimals[decimal ?? 'point'] }),
    ...(order && { order }),
    missing: options.known?.get(column.name)?.missing ?? missingOf(decided, folded, options),
    ...(joined && { categories: joined.categories }),
  };
}

/** The texts that mean missing here; words that the column does not have mean missing unless it is one of categories. */
function missingOf({ decision }: DecidedColumn, folded: readonly string[], options: ReadingOptions): readonly string[] {
  const { always, byColumn } = missingTextsOf(options);
  return [...always, ...(decision.kind === 'category' ? folded : byColumn)];
}

/** A question that only a person can answer: it is asked where a cell can be read in two ways. */
function openQuestionOf(
  { decision, decimal, order, scan }: DecidedColumn,
  known: ColumnReading | undefined,
  unclear: DecimalMark | undefined,
): ColumnFinding['open'] {
  const { numbers, dates } = scan;
  const isOpen = (text: string) => Number.isNaN(numberOf(text, { decimal, known, unclear }));
  if (decision.kind === 'number' && numbers.unclear !== undefined && isOpen(numbers.unclear)) {
    return { what: 'decimal', example: numbers.unclear };
  }
  return decision.kind === 'date' && order === undefined && dates.unclear !== undefined
    ? { what: 'dates', example: dates.unclear }
    : undefined;
}

interface Counted {
  readonly read: number;
  readonly missing: number;
  readonly unreadable: number;
  readonly readTexts: readonly TextCount[];
  readonly missingTexts: readonly TextCount[];
  readonly unreadableTexts: readonly TextCount[];
}

function countTexts({ column, scan, isMissing }: DecidedColumn, values: ColumnValues): Counted {
  const counted = { read: 0, missing: 0, unreadable: 0 };
  const readTexts: TextCount[] = [];
  const missingTexts: TextCount[] = [];
  const unreadableTexts: TextCount[] = [];
  for (let code = 0; code < column.texts.length; code += 1) {
    const rows = scan.counts[code]!;
    if (rows === 0) continue;
    const text = column.texts[code]!;
    const value = values.byText[code]!;
    if (isMissing[code]) {
      counted.missing += rows;
      if (text.trim() !== '') pushFrequent(missingTexts, text, rows);
    } else if (value === null || Number.isNaN(value)) {
      counted.unreadable += rows;
      pushFrequent(unreadableTexts, text, rows);
    } else {
      counted.read += rows;
      pushFrequent(readTexts, text, rows);
    }
  }
  return { ...counted, readTexts, missingTexts, unreadableTexts };
}

function frequentCategories({ scan }: DecidedColumn, joined: JoinedCategories): readonly TextCount[] {
  const { categories, categoryOf } = joined;
  const counts = new Int32Array(categories.length);
  for (let code = 0; code < categoryOf.length; code += 1) {
    if (categoryOf[code]! >= 0) counts[categoryOf[code]!]! += scan.counts[code]!;
  }
  const frequent: TextCount[] = [];
  counts.forEach((rows, category) => pushFrequent(frequent, categories[category]!, rows));
  return frequent;
}

/** Adds a text to the most frequent ones, in order; of equally frequent ones, the first stay. */
function pushFrequent(texts: TextCount[], text: string, rows: number): void {
  if (texts.length === MAX_EXAMPLES && rows <= texts[MAX_EXAMPLES - 1]!.rows) return;
  let at = texts.length;
  while (at > 0 && texts[at - 1]!.rows < rows) at -= 1;
  texts.splice(at, 0, { text: shortened(text), rows });
  if (texts.length > MAX_EXAMPLES) texts.length = MAX_EXAMPLES;
}

const MAX_EXAMPLE_LENGTH = 80;
const shortened = (text: string): string =>
  text.length > MAX_EXAMPLE_LENGTH ? `${text.slice(0, MAX_EXAMPLE_LENGTH)}…` : text;
