import { stringify } from 'csv-stringify/sync';
import { writeFileAtomically } from '../files/write-file-atomically.ts';

/** Writes a CSV whole or not at all: to a file beside it first, which then takes its name. */
export function writeCsv(
  file: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
  delimiter: string,
) {
  writeFileAtomically(file, stringify([header, ...rows] as string[][], { delimiter }));
}
