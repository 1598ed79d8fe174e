import { readFileSync } from 'node:fs';
import { CsvError, parse } from 'csv-parse/sync';
import { CliError, readFailure } from '../errors.ts';

/** A CSV as text: every row has as many cells as the header. */
export interface CsvTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly delimiter: string;
}

const DELIMITERS = [',', ';', '\t'] as const;

/**
 * Reads a CSV with commas, semicolons or tabs, quotes, BOM and CRLF.
 * @throws CliError `file_unreadable`, `csv_…` with the file and the line where there is one
 */
export function readCsv(file: string): CsvTable {
  const text = decode(file, readBytes(file));
  if (text.trim() === '') throw new CliError('csv_empty', { file });
  const delimiter = delimiterOf(text);
  const [first, ...rows] = parseRecords(file, text, delimiter);
  const header = first!.map((name) => name.trim());
  requireUniqueNames(file, header);
  return { ...dropEmptyNamelessColumns(file, header, rows), delimiter };
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new CliError('file_unreadable', { what: 'the CSV', file, why: readFailure(error) });
  }
}

function decode(file: string, bytes: Buffer): string {
  const zeroByte = bytes.indexOf(0);
  if (zeroByte >= 0) {
    // Excel workbooks are ZIP files, which begin with PK.
    const workbook = bytes[0] === 0x50 && bytes[1] === 0x4b;
    throw new CliError('csv_binary', { file, line: lineAt(bytes, zeroByte), workbook });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CliError('csv_encoding', { file, line: firstInvalidLine(bytes) });
  }
}

const lineAt = (bytes: Buffer, offset: number) => bytes.subarray(0, offset).filter((byte) => byte === 0x0a).length + 1;

/** The first line that is not UTF-8. */
function firstInvalidLine(bytes: Buffer): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline < 0 ? bytes.length : newline + 1;
    try {
      decoder.decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    start = end;
  }
  return line;
}

/** The delimiter that is most frequent in the header line, outside quotes. */
function delimiterOf(text: string): string {
  const headerLine = text.slice(0, text.search(/\r|\n|$/)).replaceAll(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => headerLine.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))]!;
}

function parseRecords(file: string, text: string, delimiter: string): string[][] {
  try {
    return parse(text, { delimiter, bom: true, skip_empty_lines: true, relax_column_count: false });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number(error.lines ?? 0);
    if (error.code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH') {
      const cells = (error.record as string[] | undefined)?.length ?? 0;
      throw new CliError('csv_ragged', { file, line, cells });
    }
    throw new CliError('csv_quotes', { file, line, why: error.message });
  }
}

function requireUniqueNames(file: string, header: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of header) {
    if (name !== '' && seen.has(name)) {
      throw new CliError('csv_header', { file, problem: `two columns are named "${name}"` });
    }
    seen.add(name);
  }
}

/** A trailing comma makes a column without name and cells. A column with cells needs a name to be a feature. */
function dropEmptyNamelessColumns(file: string, header: string[], rows: string[][]) {
  const nameless = header.flatMap((name, column) => (name === '' ? [column] : []));
  if (nameless.length === 0) return { header, rows };
  const filled = nameless.find((column) => rows.some((row) => row[column]!.trim() !== ''));
  if (filled !== undefined) {
    throw new CliError('csv_header', { file, problem: `column ${filled + 1} has cells but no name` });
  }
  const withoutNameless = (cells: string[]) => cells.filter((_, column) => !nameless.includes(column));
  return { header: withoutNameless(header), rows: rows.map(withoutNameless) };
}
