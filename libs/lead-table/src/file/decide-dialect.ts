import { parseNumberText } from '../cells/number-text.ts';
import { filledCells } from './filled-cells.ts';
import { RecordReader } from './record-reader.ts';

/** How a text file separates its cells, and where its table begins. */
export interface Dialect {
  readonly delimiter: string;
  /** The number of cells of a row. */
  readonly width: number;
  /** The file's first line names the delimiter, as Excel writes it: sep=; */
  readonly hasSepLine: boolean;
  /** Records before the header. */
  readonly preambleRecords: number;
}

const DELIMITERS = [',', ';', '\t', '|'];
const SEP_LINE = /^\ufeff?"?sep=(.)"?(?:\r\n|\r|\n|$)/i;
/** Enough records to see how many cells a row has. */
const MAX_RECORDS = 200;
/** Share of the records that must have the same number of cells for a delimiter to be trusted. */
const MIN_REGULAR_SHARE = 0.6;

/**
 * The delimiter with which most records of a sample have one number of cells, at least two.
 * @param sample the beginning of a file, or all of it
 * @param isWhole the sample is all of it; otherwise its last record may be cut
 */
export function decideDialect(sample: string, isWhole: boolean): Dialect {
  const named = SEP_LINE.exec(sample);
  const text = named ? sample.slice(named[0].length) : sample;
  const candidates = (named ? [named[1]!] : DELIMITERS).map((delimiter) =>
    candidateOf(delimiter, sampleRecords(text, delimiter, isWhole)),
  );
  const best = candidates.filter(({ width }) => width > 1 || named).sort(byTrust)[0];
  const delimiter = best?.delimiter ?? named?.[1] ?? ',';
  return {
    delimiter,
    width: best?.width ?? 1,
    hasSepLine: named !== null,
    preambleRecords: best?.preambleRecords ?? 0,
  };
}

/** The sample without the line that names the delimiter. */
export const withoutSepLine = (text: string): string => text.replace(SEP_LINE, '');

interface Candidate {
  readonly delimiter: string;
  /** Quotes in the sample contradict it, and few of its records can be read. */
  readonly isBad: boolean;
  readonly width: number;
  readonly share: number;
  readonly preambleRecords: number;
}

function byTrust(a: Candidate, b: Candidate): number {
  if (a.isBad !== b.isBad) return a.isBad ? 1 : -1;
  const [aIsRegular, bIsRegular] = [a.share >= MIN_REGULAR_SHARE, b.share >= MIN_REGULAR_SHARE];
  if (aIsRegular !== bIsRegular) return aIsRegular ? -1 : 1;
  // A decimal comma in every row looks like a delimiter, but not in the header.
  if (aIsRegular) return a.preambleRecords - b.preambleRecords || b.width - a.width;
  return b.share - a.share;
}

function candidateOf(delimiter: string, { records, isBad }: Sample): Candidate {
  const { width, rows, preambleRecords } = tableStartOf(records);
  return { delimiter, isBad, width, share: rows / Math.max(1, records.length), preambleRecords };
}

/** Where the table begins among the first records of a file, and how many cells its rows have. */
export function tableStartOf(records: readonly (readonly string[])[]): {
  readonly width: number;
  /** Records with that number of cells. */
  readonly rows: number;
  readonly preambleRecords: number;
} {
  const counts = new Map<number, number>();
  for (const { length } of records) counts.set(length, (counts.get(length) ?? 0) + 1);
  const frequent = [...counts].filter(([cells]) => cells > 1).sort((a, b) => b[1] - a[1] || b[0] - a[0]);
  const [width, rows] = frequent[0] ?? [1, 0];
  return { width, rows, preambleRecords: headerIndex(records, width) };
}

/** Records at the beginning among which the header is sought. */
const MAX_PREAMBLE = 20;

/**
 * The first record that names most columns; title lines before it fill one or two cells. A line that leaves columns without a
 * name is a title where a record soon after it names all of them.
 */
function headerIndex(records: readonly (readonly string[])[], width: number): number {
  const first = records.findIndex((cells, index) => {
    return isAsWide(cells, width, records.slice(index + 1)) && namesColumns(cells);
  });
  if (first < 0) return 0;
  if (records[first]!.length !== width) return first;
  const unnamed = width - filledCells(records[first]!).length;
  if (unnamed < 2) return first;
  const better = records
    .slice(first + 1, first + MAX_PREAMBLE)
    .findIndex((cells, index) => cells.length === width && isHeaderOf(cells, records.slice(first + 2 + index)));
  return better < 0 ? first : first + 1 + better;
}

/** A header may end in a delimiter where the rows do not, and the other way round. */
function isAsWide(cells: readonly string[], width: number, after: readonly (readonly string[])[]): boolean {
  const { length } = cells;
  if (length === width) return true;
  if (length === width + 1) return cells[length - 1]!.trim() === '';
  return length === width - 1 && after.every((row) => row.length !== width || row.at(-1)!.trim() === '');
}

/** Every cell is a different word, and one of them stands above numbers. */
function isHeaderOf(cells: readonly string[], after: readonly (readonly string[])[]): boolean {
  if (filledCells(cells).length < cells.length || new Set(cells).size < cells.length || cells.some(isNumber))
    return false;
  const rows = after.filter((row) => row.length === cells.length && filledCells(row).length > 0);
  return cells.some((_, column) => rows.filter((row) => isNumber(row[column]!)).length > rows.length / 2);
}

const isNumber = (text: string): boolean => parseNumberText(text) !== undefined;

function namesColumns(cells: readonly string[]): boolean {
  const filled = filledCells(cells).length;
  // A column of row numbers in front often has no name.
  const isIndexed = cells[0]!.trim() === '' && filled === cells.length - 1;
  return filled >= cells.length / 2 && (filled >= Math.min(2, cells.length) || isIndexed);
}

class EndOfSample extends Error {}

interface Sample {
  readonly records: readonly (readonly string[])[];
  readonly isBad: boolean;
}

/** Records before the first bad quote that are enough to believe that it is a single error. */
const MIN_READ_RECORDS = 2;

function sampleRecords(text: string, delimiter: string, isWhole: boolean): Sample {
  const records: string[][] = [];
  let isBad = false;
  const reader = new RecordReader(delimiter, {
    onRecord: (cells) => {
      records.push([...cells]);
      if (records.length === MAX_RECORDS) throw new EndOfSample();
    },
    onBadQuotes: () => {
      isBad = true;
      throw new EndOfSample();
    },
  });
  try {
    reader.push(text);
    if (isWhole) reader.end();
  } catch (error) {
    if (!(error instanceof EndOfSample)) throw error;
  }
  return { records, isBad: isBad && records.length < MIN_READ_RECORDS };
}
