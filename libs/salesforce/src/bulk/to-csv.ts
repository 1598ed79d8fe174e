import type { WriteRecord, WriteValue } from '../write/target.ts';

/** Bulk 2.0's word for an empty field; an empty cell would leave the old value. */
const EMPTY_VALUE = '#N/A';

const toCell = (value: WriteValue): string => `"${value === null ? EMPTY_VALUE : String(value).replaceAll('"', '""')}"`;

/** One line, without its end. */
export const csvLine = (values: readonly WriteValue[]): string => values.map(toCell).join(',');

/** The columns of the first record head the file; all records have the same. */
export function toCsv(records: readonly WriteRecord[]): string {
  const columns = Object.keys(records[0] ?? {});
  const lines = records.map((record) => csvLine(columns.map((column) => record[column] ?? null)));
  return [csvLine(columns), ...lines, ''].join('\n');
}
