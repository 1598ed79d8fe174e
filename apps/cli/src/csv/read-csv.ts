import { readFileSync } from 'node:fs';
import { CsvError, parse } from 'csv-parse/sync';
import { CliError } from '../errors.ts';

/** A CSV table as text: every row has as many cells as the header. */
export interface CsvTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly delimiter: string;
}

const DELIMITERS = [',', ';', '\t'] as const;

/**
 * Reads a CSV as people have it: comma, semicolon or tab, BOM, quotes, CRLF.
 * @throws CliError `csv_*` with the file and, where one is to blame, the line
 */
export function readCsv(file: string): CsvTable {
  const text = decode(file, readBytes(file));
  if (text.trim() === '')
    throw new CliError('csv_empty', `${file} is empty. Export the leads again, with a header line.`);
  const delimiter = delimiterOf(text);
  const [first, ...rows] = parseRecords(file, text, delimiter);
  const header = first!.map((name) => name.trim());
  checkHeader(file, header);
  return { ...dropNamelessColumns(file, header, rows), delimiter };
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message;
    throw new CliError('csv_unreadable', `Cannot read ${file}: ${why}.`);
  }
}

function decode(file: string, bytes: Buffer): string {
  const nul = bytes.indexOf(0);
  if (nul >= 0) {
    const line = lineAt(bytes, nul);
    const hint =
      bytes[0] === 0x50 && bytes[1] === 0x4b ? ' It looks like an Excel workbook: save it as "CSV UTF-8".' : '';
    throw new CliError(
      'csv_binary',
      `${file} is not a text file (a zero byte in line ${line}).${hint || ' Export it as CSV in UTF-8.'}`,
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CliError(
      'csv_encoding',
      `${file} is not UTF-8 (line ${firstBadLine(bytes)}). Save it again as "CSV UTF-8", or convert it: iconv -f WINDOWS-1252 -t UTF-8.`,
    );
  }
}

const lineAt = (bytes: Buffer, offset: number) => bytes.subarray(0, offset).filter((byte) => byte === 0x0a).length + 1;

function firstBadLine(bytes: Buffer): number {
  let line = 1;
  let start = 0;
  const strict = new TextDecoder('utf-8', { fatal: true });
  while (start < bytes.length) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline < 0 ? bytes.length : newline + 1;
    try {
      strict.decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    line += 1;
    start = end;
  }
  return line;
}

/** The delimiter that the header line has most often outside quotes. */
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
      const found = (error.record as string[] | undefined)?.length;
      throw new CliError(
        'csv_ragged',
        `${file}, line ${line}: ${found} cells where the header has a different number. A cell that holds the delimiter must stand in quotes.`,
      );
    }
    throw new CliError(
      'csv_ragged',
      `${file}, line ${line}: ${error.message}. Quotes inside a quoted cell are doubled ("").`,
    );
  }
}

function checkHeader(file: string, header: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of header) {
    if (name !== '' && seen.has(name)) {
      throw new CliError('csv_duplicate_header', `${file}: two columns are named "${name}". Rename or remove one.`);
    }
    seen.add(name);
  }
}

/** A column without a name can be no feature; one that is empty throughout (a trailing comma) is harmless. */
function dropNamelessColumns(file: string, header: string[], rows: string[][]) {
  const nameless = header.flatMap((name, column) => (name === '' ? [column] : []));
  if (nameless.length === 0) return { header, rows };
  const filled = nameless.find((column) => rows.some((row) => row[column]!.trim() !== ''));
  if (filled !== undefined) {
    throw new CliError(
      'csv_duplicate_header',
      `${file}: column ${filled + 1} has cells but no name. Name it in the header line.`,
    );
  }
  const keep = (cells: string[]) => cells.filter((_, column) => !nameless.includes(column));
  return { header: keep(header), rows: rows.map(keep) };
}
