import type { OutRecord, OutValue } from './target.ts';

/** Bulk 2.0's word for an empty field; an empty cell would leave the old value. */
const EMPTY = '#N/A';

const cellOf = (value: OutValue): string => `"${value === null ? EMPTY : String(value).replaceAll('"', '""')}"`;

/** One line, without its end. */
export const csvLine = (values: readonly OutValue[]): string => values.map(cellOf).join(',');

/** The columns of the first record head the file; all records have the same. */
export function csvOf(records: readonly OutRecord[]): string {
  const columns = Object.keys(records[0] ?? {});
  const lines = records.map((record) => csvLine(columns.map((column) => record[column] ?? null)));
  return [csvLine(columns), ...lines, ''].join('\n');
}
