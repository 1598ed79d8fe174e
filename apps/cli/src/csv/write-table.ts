import { stringify } from 'csv-stringify/sync';
import { writeWhole } from '../files/write-whole.ts';

/** Writes a CSV whole or not at all: to a file beside it first, which then takes its name. */
export function writeTable(
  file: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
  delimiter: string,
) {
  writeWhole(file, stringify([header, ...rows] as string[][], { delimiter }));
}
