import { stringify } from 'csv-stringify/sync';
import { writeFileAtomically } from '../output/output-file.ts';

/** Other programs take it for the end of the row unless it is quoted. */
const CARRIAGE_RETURN = /\r/;

/** Writes a CSV, the header first, completely or not at all. */
export const writeCsv = (file: string, rows: readonly (readonly string[])[], delimiter: string): void =>
  writeFileAtomically(file, stringify(rows as string[][], { delimiter, quoted_match: CARRIAGE_RETURN }));
