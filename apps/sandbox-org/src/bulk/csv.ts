import type { Column } from '../soql/plan.ts';
import type { Field } from '../org/field.ts';

export const delimiters = { BACKQUOTE: '`', CARET: '^', COMMA: ',', PIPE: '|', SEMICOLON: ';', TAB: '\t' } as const;
export type Delimiter = keyof typeof delimiters;
export const lineEnds = { LF: '\n', CRLF: '\r\n' } as const;
export type LineEnding = keyof typeof lineEnds;

/** How a file of CSV is written. */
export interface CsvForm {
  readonly delimiter: Delimiter;
  readonly lineEnding: LineEnding;
}

export const plainCsv: CsvForm = { delimiter: 'COMMA', lineEnding: 'LF' };

/** The form that a job asks for. @param refuse makes the refusal of a form that is not known */
export function csvFormOf(request: Readonly<Record<string, unknown>>, refuse: (message: string) => Error): CsvForm {
  const { lineEnding = 'LF', columnDelimiter = 'COMMA', contentType = 'CSV' } = request;
  if (contentType !== 'CSV') throw refuse(`The content type ${String(contentType)} is not supported`);
  if (typeof lineEnding !== 'string' || !Object.hasOwn(lineEnds, lineEnding)) {
    throw refuse(`The line ending ${String(lineEnding)} is not supported`);
  }
  if (typeof columnDelimiter !== 'string' || !Object.hasOwn(delimiters, columnDelimiter)) {
    throw refuse(`The column delimiter ${String(columnDelimiter)} is not supported`);
  }
  return { delimiter: columnDelimiter as Delimiter, lineEnding: lineEnding as LineEnding };
}

const fractional: readonly Field['type'][] = ['double', 'currency', 'percent'];

/** A field's name in a header: the path, as the query wrote it. */
export const headerOf = (columns: readonly Column[], { delimiter, lineEnding }: CsvForm): string =>
  columns.map(({ path, name }) => `"${[...path, name].join('.')}"`).join(delimiters[delimiter]) + lineEnds[lineEnding];

/**
 * SQL that writes one row of CSV, every value quoted, empty text for null. SQLite does the work, which
 * costs a third of doing it in JavaScript.
 * @param expressions SQL of the columns, in their order
 */
export function csvRowSql(columns: readonly Column[], expressions: readonly string[], form: CsvForm): string {
  const cells = columns.map(({ field }, index) => cellSql(field, expressions[index] as string));
  const end = form.lineEnding === 'LF' ? 'char(10)' : 'char(13, 10)';
  return `${cells.join(` || char(${delimiters[form.delimiter].charCodeAt(0)}) || `)} || ${end}`;
}

function cellSql({ type, length }: Field, sql: string): string {
  if (type === 'boolean') return `CASE ${sql} WHEN 1 THEN '"true"' ELSE '"false"' END`;
  if (type === 'int') return `'"' || coalesce(CAST(${sql} AS INTEGER), '') || '"'`;
  if (fractional.includes(type)) return `'"' || coalesce(${sql}, '') || '"'`;
  const safe = type === 'id' || type === 'reference' || type === 'date' || type === 'datetime' || length === 0;
  return safe ? `'"' || coalesce(${sql}, '') || '"'` : `'"' || replace(coalesce(${sql}, ''), '"', '""') || '"'`;
}
