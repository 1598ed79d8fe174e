import type { ColumnType } from 'kysely';

/** A JSON column: read as a value, written as the text that `storableJson` makes. */
export type JsonColumn<T> = ColumnType<T, string, string>;

/** Characters that JSON text may contain and PostgreSQL's text may not: NUL, and halves of surrogate pairs. */
const UNSTORABLE = /\\u(?:0000|d[89a-f])/i;

/** A value as JSON text that PostgreSQL accepts. What it cannot store becomes U+FFFD, as in any decoder. */
export const storableJson = (value: unknown): string => storableJsonText(JSON.stringify(value));

/** The same for a value that is text already. */
export const storableJsonText = (text: string): string =>
  UNSTORABLE.test(text) ? JSON.stringify(replaceUnstorable(JSON.parse(text))) : text;

/** Rows for `json_to_recordset`: one parameter and one statement for any number of rows. */
export const jsonRows = (rows: readonly unknown[]): string => storableJson(rows);

function replaceUnstorable(value: unknown): unknown {
  if (typeof value === 'string') return replaceUnstorableText(value);
  if (Array.isArray(value)) return value.map(replaceUnstorable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [replaceUnstorableText(key), replaceUnstorable(member)]),
  );
}

const replaceUnstorableText = (text: string): string => text.toWellFormed().replaceAll('\u0000', '\ufffd');
