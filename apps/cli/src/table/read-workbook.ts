import { TableRecords, tableStartOf, type FileTable, type OnTableProblem } from '@leadlight/lead-table';
import { CliError, readFailure } from '../errors.ts';

export interface WorkbookTable extends FileTable {
  readonly sheet: string;
  /** Names of the other sheets. */
  readonly otherSheets: readonly string[];
  /** A cell of text that can be read as a number with a decimal point or with a decimal comma. */
  readonly textNumber: string | undefined;
}

/** One group of three digits after a mark: 1.200 is 1.2 or 1,200. */
const UNCLEAR_NUMBER = /^-?[1-9]\d{0,2}[.,]\d{3}$/;

/** Rows that are examined for where the table of a sheet begins. */
const SAMPLE_ROWS = 200;

/**
 * Reads a sheet of an Excel workbook as text: numbers with a decimal point, dates in ISO form.
 * @param sheet its name; the first sheet by default
 * @throws CliError `file_unreadable`, `sheet_absent`
 */
export async function readWorkbook(
  file: string,
  sheet: string | undefined,
  onProblem: OnTableProblem,
): Promise<WorkbookTable> {
  const sheets = await sheetsOf(file);
  const names = sheets.map(({ sheet: name }) => name);
  const chosen = sheet === undefined ? sheets[0] : sheets.find(({ sheet: name }) => name === sheet);
  if (!chosen) throw new CliError('sheet_absent', { file, sheet: sheet ?? '1', sheets: names });
  const width = chosen.data.reduce((widest, { length }) => Math.max(widest, length), 0);
  const rows = chosen.data.map((cells) => Array.from({ length: width }, (_, column) => textOf(cells[column] ?? null)));
  const filled = rows.filter((cells) => cells.some((cell) => cell.trim() !== ''));
  const { preambleRecords } = tableStartOf(filled.slice(0, SAMPLE_ROWS));
  const records = new TableRecords({ width, preambleRecords }, onProblem);
  let afterBlankLine = false;
  rows.forEach((cells, index) => {
    const isBlank = cells.every((cell) => cell.trim() === '');
    if (!isBlank) records.add(cells, { line: index + 1, afterBlankLine });
    afterBlankLine = isBlank;
  });
  const isUnclear = (cell: unknown): cell is string => typeof cell === 'string' && UNCLEAR_NUMBER.test(cell.trim());
  return {
    ...records.finish(),
    sheet: chosen.sheet,
    otherSheets: names.filter((name) => name !== chosen.sheet),
    textNumber: chosen.data.flat().find(isUnclear) as string | undefined,
  };
}

async function sheetsOf(file: string) {
  // Loaded only here: it takes 19 MB, and most commands read no workbook.
  const { default: readExcelFile } = await import('read-excel-file/node');
  try {
    return await readExcelFile(file);
  } catch (error) {
    throw new CliError('file_unreadable', { what: 'the workbook', file, why: readFailure(error) });
  }
}

/** What the library declares contains the constructor of Date where it means a date. */
type WorkbookCell = string | number | boolean | Date | DateConstructor | null;

function textOf(cell: WorkbookCell): string {
  if (cell === null) return '';
  if (cell instanceof Date) return dateText(cell);
  if (typeof cell === 'function') return '';
  return typeof cell === 'boolean' ? String(cell).toUpperCase() : String(cell);
}

/** A date without a time if it is midnight. */
function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return '';
  const [day, time] = date.toISOString().split('T') as [string, string];
  return time.startsWith('00:00:00') ? day : `${day} ${time.slice(0, 8)}`;
}
