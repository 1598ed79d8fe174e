import type { ColumnFinding, OutcomeValues, TableReading, TextCount } from '@leadlight/lead-table';
import type { TableOutcomes } from '@leadlight/workflows';
import { formatCount } from '../terminal/write-output.ts';
import type { LeadFile } from './read-lead-file.ts';

/** Columns that the short form names. */
const MAX_COLUMNS = 12;
const KIND_NAMES = { number: 'numbers', date: 'dates', yesNo: 'yes or no', category: 'categories' } as const;

/** The short form of how a file was read: what it is, what was passed over, what the outcome means, which cells did not fit. */
export function readingLines(file: LeadFile, reading: TableReading, outcomes: TableOutcomes): readonly string[] {
  const remarks = reading.columns.flatMap(columnRemarks);
  const more = remarks.length - MAX_COLUMNS;
  return [
    `Read ${file.file}: ${file.form}, ${formatCount(file.table.rowCount)} rows, ${kindCounts(reading)}.`,
    ...file.notes.map(indented),
    ...outcomeLines(outcomes).map(indented),
    ...remarks.slice(0, MAX_COLUMNS).map(indented),
    ...(more > 0 ? [indented(`… and ${more} more remarks: "leadlight inspect" lists every column.`)] : []),
  ];
}

const indented = (line: string): string => `  ${line}`;

function kindCounts({ columns }: TableReading): string {
  const counts = Map.groupBy(columns, ({ reading, read }) => (read === 0 ? 'empty' : KIND_NAMES[reading.kind]));
  const parts = [...counts].map(([kind, { length }]) =>
    `${formatCount(length)} of ${kind}`.replace('of empty', 'empty'),
  );
  return `${formatCount(columns.length)} columns (${parts.join(', ')})`;
}

function outcomeLines({ values, rowsWithoutCreationTime, leadsOfBothOutcomes = 0 }: TableOutcomes): readonly string[] {
  return [
    ...(values ? [outcomeSentence(values)] : []),
    ...(rowsWithoutCreationTime > 0
      ? [
          `${rowsWithoutCreationTime === 1 ? '1 row is' : `${formatCount(rowsWithoutCreationTime)} rows are`} left out: no creation date, or an impossible one.`,
        ]
      : []),
    ...(leadsOfBothOutcomes > 0 ? [bothOutcomesSentence(leadsOfBothOutcomes)] : []),
  ];
}

const bothOutcomesSentence = (leads: number): string =>
  `${leads === 1 ? '1 lead has rows' : `${formatCount(leads)} leads have rows`} of both outcomes; each row is learned with its own.`;

/** What the values of an outcome column mean, with their rows. */
export function outcomeSentence({ column, converted, notConverted, undecided, emptyRows }: OutcomeValues): string {
  const rest = [
    ...(undecided.length > 0 ? [`undecided and left out: ${countedTexts(undecided)}`] : []),
    ...(emptyRows > 0 ? [`empty and left out: ${formatCount(emptyRows)} rows`] : []),
  ];
  const meanings = [`converted: ${countedTexts(converted)}`, `not converted: ${countedTexts(notConverted)}`, ...rest];
  return `${column} – ${meanings.join('; ')}.`;
}

const MAX_TEXTS = 8;

export function countedTexts(texts: readonly TextCount[]): string {
  const listed = texts.slice(0, MAX_TEXTS).map(({ text, rows }) => `${JSON.stringify(text)} ${formatCount(rows)}`);
  return `${listed.join(', ')}${texts.length > MAX_TEXTS ? ` and ${texts.length - MAX_TEXTS} more` : ''}`;
}

/** What a person should know about a column: cells that did not fit, and what was assumed. */
export function columnRemarks({
  column,
  open,
  unreadable,
  missing,
  notes,
  reading,
  why,
}: ColumnFinding): readonly string[] {
  const remarks = [
    ...(open ? [`${why} ${open.what === 'decimal' ? '--decimal' : '--dates'} says which.`] : []),
    ...(unreadable.rows > 0 ? [unreadableSentence(unreadable, reading.kind)] : []),
    ...(missing.texts.length > 0
      ? [`${countedTexts(missing.texts)} ${missing.texts.length > 1 ? 'count' : 'counts'} as missing.`]
      : []),
    ...notes,
  ];
  return remarks.map((remark) => `${column}: ${remark}`);
}

const UNFIT = {
  number: ['is not a number', 'are not numbers'],
  date: ['is not a date', 'are not dates'],
  yesNo: ['is neither yes nor no', 'are neither yes nor no'],
  category: ['is not read', 'are not read'],
} as const;

function unreadableSentence(
  { rows, examples }: ColumnFinding['unreadable'],
  kind: ColumnFinding['reading']['kind'],
): string {
  const [one, several] = UNFIT[kind];
  const cells = rows === 1 ? `1 cell ${one} and counts` : `${formatCount(rows)} cells ${several} and count`;
  return `${cells} as missing: ${countedTexts(examples)}.`;
}

/** The same for machines. */
export const readingDocument = (file: LeadFile, reading: TableReading, outcomes: TableOutcomes): object => ({
  file: file.file,
  form: file.form,
  rows: file.table.rowCount,
  passedOver: file.passedOver,
  notes: file.notes,
  outcome: outcomes.values,
  rowsWithoutCreationTime: outcomes.rowsWithoutCreationTime,
  leadsOfBothOutcomes: outcomes.leadsOfBothOutcomes,
  columns: reading.columns.map(columnDocument),
});

/** How one column was read, without its values. */
export const columnDocument = ({ values: _, reading, ...finding }: ColumnFinding): object => ({
  ...finding,
  kind: finding.read === 0 && !finding.open ? 'empty' : reading.kind,
  decimal: reading.decimal,
  dates: reading.order,
});
