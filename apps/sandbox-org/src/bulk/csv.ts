import type { Column } from '../soql/plan-query.ts';
import type { Field } from '../org/schema/field.ts';

export const COLUMN_DELIMITERS = {
  BACKQUOTE: '`',
  CARET: '^',
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  TAB: '\t',
} as const;
export type ColumnDelimiter = keyof typeof COLUMN_DELIMITERS;
export const LINE_ENDINGS = { LF: '\n', CRLF: '\r\n' } as const;
export type LineEnding = keyof typeof LINE_ENDINGS;

/** How a file of CSV is written. */
export interface CsvFormat {
  readonly delimiter: ColumnDelimiter;
  readonly lineEnding: LineEnding;
}

export const DEFAULT_CSV_FORMAT: CsvFormat = { delimiter: 'COMMA', lineEnding: 'LF' };

/** The form that a job asks for. @param refuse makes the refusal of a form that is not known */
export function parseCsvFormat(
  request: Readonly<Record<string, unknown>>,
  refuse: (message: string) => Error,
): CsvFormat {
  const { lineEnding = 'LF', columnDelimiter = 'COMMA', contentType = 'CSV' } = request;
  if (contentType !== 'CSV') throw refuse(`The content type ${String(contentType)} is not supported`);
  if (typeof lineEnding !== 'string' || !Object.hasOwn(LINE_ENDINGS, lineEnding)) {
    throw refuse(`The line ending ${String(lineEnding)} is not supported`);
  }
  if (typeof columnDelimiter !== 'string' || !Object.hasOwn(COLUMN_DELIMITERS, columnDelimiter)) {
    throw refuse(`The column delimiter ${String(columnDelimiter)} is not supported`);
  }
  return { delimiter: columnDelimiter as ColumnDelimiter, lineEnding: lineEnding as LineEnding };
}

const FRACTIONAL_TYPES: readonly Field['type'][] = ['double', 'currency', 'percent'];

/** A field's name in a header: the path, as the query wrote it. */
export const csvHeader = (columns: readonly Column[], { delimiter, lineEnding }: CsvFormat): string =>
  columns.map(({ path, name }) => `"${[...path, name].join('.')}"`).join(COLUMN_DELIMITERS[delimiter]) +
  LINE_ENDINGS[lineEnding];

/**
 * SQL that writes one row of CSV, every value quoted, empty text for null. SQLite does the work, which
 * costs a third of doing it in JavaScript.
 * @param expressions SQL of the columns, in their order
 */
export function csvRowSql(columns: readonly Column[], expressions: readonly string[], form: CsvFormat): string {
  const cells = columns.map(({ field }, index) => cellSql(field, expressions[index] as string));
  const end = form.lineEnding === 'LF' ? 'char(10)' : 'char(13, 10)';
  return `${cells.join(` || char(${COLUMN_DELIMITERS[form.delimiter].charCodeAt(0)}) || `)} || ${end}`;
}

function cellSql({ type, length }: Field, sql: string): string {
  if (type === 'boolean') return `CASE ${sql} WHEN 1 THEN '"true"' ELSE '"false"' END`;
  if (type === 'int') return `'"' || coalesce(CAST(${sql} AS INTEGER), '') || '"'`;
  if (FRACTIONAL_TYPES.includes(type)) return `'"' || coalesce(${sql}, '') || '"'`;
  const safe = type === 'id' || type === 'reference' || type === 'date' || type === 'datetime' || length === 0;
  return safe ? `'"' || coalesce(${sql}, '') || '"'` : `'"' || replace(coalesce(${sql}, ''), '"', '""') || '"'`;
}
