import type { ColumnType } from 'kysely';

/** A JSON column: read as a value, written as the text that `storableJson` makes. */
export type JsonColumn<T> = ColumnType<T, string, string>;
