import type { JoinedCategories } from './column-values.ts';
import { parseNumberText } from '../cells/number-text.ts';
import { MIN_NUMBER_SHARE } from './decide-kind.ts';
import type { DecidedColumn } from './scanned-column.ts';

const count = (rows: number): string => rows.toLocaleString('en');
const DECIDED_BY = {
  column: '',
  option: ', as the options say',
  file: ', as in the other columns of the file',
  model: ', as in the training table',
} as const;
const ORDER_NAMES = {
  ymd: 'year first',
  dmy: 'day first',
  mdy: 'month first',
  serial: 'days as Excel counts them',
} as const;
const MARK_NAMES = { point: 'a decimal point', comma: 'a decimal comma' } as const;

/** How a column was read and why, as a sentence. */
export function whyOf(decided: DecidedColumn): string {
  const { scan, decision } = decided;
  const { filled, numbers } = scan;
  if (filled === 0) return 'No cell is filled.';
  switch (decision.kind) {
    case 'yesNo':
      return 'Every filled cell says yes or no.';
    case 'number':
      return `${partOf(numbers.either, filled)} numbers${markClause(decided)}.`;
    case 'date':
      return `${partOf(decision.serial ? filled : scan.dates.dates + numbers.compactDates, filled)} dates${orderClause(decided)}.`;
    case 'category':
      return categoryWhy(decided);
  }
}

const partOf = (rows: number, filled: number): string =>
  rows >= filled ? `All ${count(filled)} filled cells are` : `${count(rows)} of ${count(filled)} filled cells are`;

function markClause({ decimal, decidedBy, scan }: DecidedColumn): string {
  const { numbers } = scan;
  if (decimal === undefined)
    return numbers.unclear === undefined ? '' : `; ${JSON.stringify(numbers.unclear)} can be read in two ways`;
  const shown = numbers.shown[decimal] ?? numbers.unclear;
  if (shown === undefined) return '';
  return ` with ${MARK_NAMES[decimal]} (${JSON.stringify(shown)})${DECIDED_BY[decidedBy ?? 'column']}`;
}

function orderClause({ order, decidedBy, scan }: DecidedColumn): string {
  const { unclear, onlyDmy, onlyMdy } = scan.dates;
  if (order !== undefined) return `, ${ORDER_NAMES[order]}${DECIDED_BY[decidedBy ?? 'column']}`;
  if (onlyDmy > 0 && onlyMdy > 0)
    return `, ${count(onlyDmy)} only with the day first and ${count(onlyMdy)} only with the month first`;
  return unclear === undefined ? '' : `; ${JSON.stringify(unclear)} can be read in two ways`;
}

function categoryWhy({ scan, decision }: DecidedColumn): string {
  const { filled, numbers } = scan;
  switch (decision.codeReason) {
    case 'leading zeros':
      return 'Its numbers have leading zeros, so they are codes, not quantities.';
    case 'one length':
      return `Its numbers all have ${numbers.maxDigits} digits, so they are codes, not quantities.`;
    case 'name':
      return 'Its name says that its numbers are codes, not quantities.';
    case undefined: {
      const share = numbers.either / filled;
      if (share < 0.5) return 'Its cells are texts.';
      return `Only ${Math.floor(share * 100)} % of its filled cells are numbers, and a column of numbers needs ${MIN_NUMBER_SHARE * 100} %.`;
    }
  }
}

const MAX_JOINED = 3;

/** What else was assumed, as sentences. */
export function notesOf(decided: DecidedColumn, joined: JoinedCategories | undefined): readonly string[] {
  const { scan, decision } = decided;
  const { currencies, percent, onlyPoint, onlyComma } = scan.numbers;
  const notes: string[] = [];
  if (decision.mixed) {
    notes.push(
      `${count(onlyPoint)} numbers have a decimal point and ${count(onlyComma)} a decimal comma; each is read by its own mark.`,
    );
  }
  if (isMostlyNumbers(decided)) notes.push(mostlyNumbersNote(decided));
  if (decision.kind === 'number' && currencies.size > 0) notes.push(currencyNote(currencies, scan.filled));
  if (decision.kind === 'number' && percent > 0) {
    notes.push(
      percent < scan.filled
        ? `${count(percent)} of ${count(scan.filled)} numbers have a percent sign: 45% is read as 45, like a number without the sign.`
        : 'Percentages: 45% is read as 45.',
    );
  }
  if (joined && joined.joined.size > 0) notes.push(joinedNote(joined));
  return notes;
}

const isMostlyNumbers = ({ decision, scan }: DecidedColumn): boolean =>
  decision.kind === 'category' &&
  decision.codeReason === undefined &&
  scan.filled > 0 &&
  scan.numbers.either > scan.filled / 2;

/** The texts that keep a column from being numbers. */
function mostlyNumbersNote({ scan, column }: DecidedColumn): string {
  const others = column.texts
    .map((text, code) => ({ text, rows: scan.counts[code]! }))
    .filter(({ text, rows }, code) => rows > 0 && !scan.missing.includes(code) && !parseNumberText(text))
    .sort((a, b) => b.rows - a.rows)
    .slice(0, MAX_JOINED)
    .map(({ text, rows }) => `${JSON.stringify(text)} ${count(rows)}`);
  const share = Math.floor((scan.numbers.either / scan.filled) * 100);
  return `Categories, although ${share} % of its filled cells are numbers, because of others such as ${others.join(', ')}. If those mean "missing", name them with --missing, and the column is read as numbers.`;
}

function currencyNote(currencies: ReadonlyMap<string, number>, filled: number): string {
  const named = [...currencies].sort(([, a], [, b]) => b - a).map(([name, rows]) => `${name} ${count(rows)}`);
  if (currencies.size > 1)
    return `Amounts in ${currencies.size} currencies (${named.join(', ')}) are not converted into one.`;
  const [name, rows] = [...currencies][0]!;
  return rows < filled ? `Amounts in ${name}; ${count(filled - rows)} name no currency.` : `Amounts in ${name}.`;
}

function joinedNote({ joined }: JoinedCategories): string {
  const examples = [...joined].slice(0, MAX_JOINED).map(([category, others]) => {
    const spellings = others.slice(0, MAX_JOINED).map(({ text }) => JSON.stringify(text));
    return `${JSON.stringify(category)} is also written ${spellings.join(', ')}`;
  });
  const rows = [...joined.values()].flat().reduce((sum, each) => sum + each.rows, 0);
  const more = joined.size > MAX_JOINED ? `, and ${joined.size - MAX_JOINED} more` : '';
  return `Spellings that differ only by case or spaces are one category: ${examples.join('; ')}${more} (${count(rows)} rows).`;
}
