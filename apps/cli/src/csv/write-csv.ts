import { stringify } from 'csv-stringify/sync';
import { writeFileAtomically } from '../write-file-atomically.ts';

/** Writes a CSV completely or not at all. */
export const writeCsv = (
  file: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
  delimiter: string,
): void => writeFileAtomically(file, stringify([header, ...rows] as string[][], { delimiter }));
