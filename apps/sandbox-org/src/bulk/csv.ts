import { DECIMAL_TYPES, type Field } from '../org/schema/field.ts';
import type { Column } from '../soql/query-plan.ts';

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

export interface CsvFormat {
  readonly delimiter: ColumnDelimiter;
  readonly lineEnding: LineEnding;
}

export const DEFAULT_CSV_FORMAT: CsvFormat = { delimiter: 'COMMA', lineEnding: 'LF' };

/** The format that a job requests. @param invalid makes the error for an unknown format */
export function parseCsvFormat(
  request: Readonly<Record<string, unknown>>,
  invalid: (message: string) => Error,
): CsvFormat {
  const { lineEnding = 'LF', columnDelimiter = 'COMMA', contentType = 'CSV' } = request;
  if (contentType !== 'CSV') throw invalid(`The content type ${String(contentType)} is not supported`);
  if (typeof lineEnding !== 'string' || !Object.hasOwn(LINE_ENDINGS, lineEnding)) {
    throw invalid(`The line ending ${String(lineEnding)} is not supported`);
  }
  if (typeof columnDelimiter !== 'string' || !Object.hasOwn(COLUMN_DELIMITERS, columnDelimiter)) {
    throw invalid(`The column delimiter ${String(columnDelimiter)} is not supported`);
  }
  return { delimiter: columnDelimiter as ColumnDelimiter, lineEnding: lineEnding as LineEnding };
}

/** The header names fields by their paths. */
export const csvHeader = (columns: readonly Column[], { delimiter, lineEnding }: CsvFormat): string =>
  columns.map(({ path, name }) => `"${[...path, name].join('.')}"`).join(COLUMN_DELIMITERS[delimiter]) +
  LINE_ENDINGS[lineEnding];

/**
 * SQL of one row of CSV, every value quoted, empty text for null. SQLite needs a third of the time that JavaScript would.
 * @param expressions SQL of the columns, in their order
 */
export function csvRowSql(columns: readonly Column[], expressions: readonly string[], format: CsvFormat): string {
  const cells = columns.map(({ field }, index) => cellSql(field, expressions[index] as string));
  const end = format.lineEnding === 'LF' ? 'char(10)' : 'char(13, 10)';
  return `${cells.join(` || char(${COLUMN_DELIMITERS[format.delimiter].charCodeAt(0)}) || `)} || ${end}`;
}

function cellSql({ type, length }: Field, sql: string): string {
  if (type === 'boolean') return `CASE ${sql} WHEN 1 THEN '"true"' ELSE '"false"' END`;
  if (type === 'int') return `'"' || coalesce(CAST(${sql} AS INTEGER), '') || '"'`;
  if (DECIMAL_TYPES.includes(type)) return `'"' || coalesce(java_number(${sql}), '') || '"'`;
  const safe = type === 'id' || type === 'reference' || type === 'date' || type === 'datetime' || length === 0;
  return safe ? `'"' || coalesce(${sql}, '') || '"'` : `'"' || replace(coalesce(${sql}, ''), '"', '""') || '"'`;
}
