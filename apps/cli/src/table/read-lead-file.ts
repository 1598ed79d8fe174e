import { textTableOf, type TextTable } from '@leadlight/lead-table';
import { readCsv } from './read-csv.ts';

/** How a file is to be read, where it does not say so itself. */
export interface LeadFileOptions {
  /** Name of its encoding, such as windows-1252; found out by default. */
  readonly encoding?: string;
  /** Sheet of a workbook; the first by default. */
  readonly sheet?: string;
}

/** A file of leads as text, and what was assumed while reading it. */
export interface LeadFile {
  readonly file: string;
  readonly table: TextTable;
  /** Of a text file; a comma for a workbook. */
  readonly delimiter: string;
  /** What was found out, and what was passed over, as sentences. */
  readonly notes: readonly string[];
}

/**
 * Reads a file of leads.
 * @throws CliError `file_unreadable`, `csv_…` with the file and the line where there is one
 */
export async function readLeadFile(file: string, _options: LeadFileOptions = {}): Promise<LeadFile> {
  const { header, rows, delimiter } = readCsv(file);
  return { file, table: textTableOf(header, rows), delimiter, notes: [] };
}
