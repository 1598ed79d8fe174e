import { parseNumberText } from '../cells/number-text.ts';
import { cellsOf, takeTableRows, type TextColumn, type TextTable } from '../table/text-table.ts';
import { filledCells } from './filled-cells.ts';
import { isFooter, isLastTotal, isTotal, saysTotal } from './footer.ts';

/** A line that is passed over, by its filled cells. */
export interface LineExample {
  /** Its number, from 1; absent for lines that were read as rows of the table. */
  readonly line?: number;
  readonly text: string;
}

/** Rows at the end that are examined for totals, and for notes that a spreadsheet has padded with empty cells. */
const MAX_TAIL_ROWS = 20;

export function filledText(cells: readonly string[]): string {
  const text = filledCells(cells).join(', ');
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** The rows that are leads: without empty rows and totals anywhere, and without notes at the end. */
export function rowsOfLeads(table: TextTable) {
  const left = new Set<number>();
  const leave = (row: number): LineExample => {
    left.add(row);
    return { text: filledText(cellsOf(table, row)) };
  };
  const emptyRows = rowsWithoutCells(table).map(leave);
  const { footers, totals } = tailOf(table, left);
  const footerRows = footers.map(leave);
  const amid = totalsAmidRows(table.columns).filter((row) => !left.has(row) && isTotal(cellsOf(table, row)));
  const totalRows = [...totals, ...amid.filter((row) => !totals.includes(row))].map(leave);
  const rows: number[] = [];
  for (let row = 0; row < table.rowCount && left.size > 0; row += 1) if (!left.has(row)) rows.push(row);
  return { kept: left.size > 0 ? takeTableRows(table, rows) : table, footerRows, totalRows, emptyRows };
}

/** Notes and totals under the last lead, from the last row up. */
function tailOf(
  table: TextTable,
  empty: ReadonlySet<number>,
): { readonly footers: readonly number[]; readonly totals: readonly number[] } {
  const totals: number[] = [];
  const single: number[] = [];
  let hasFooter = false;
  for (let row = table.rowCount - 1; row >= Math.max(0, table.rowCount - MAX_TAIL_ROWS); row -= 1) {
    if (empty.has(row)) continue;
    const cells = cellsOf(table, row);
    if (cells.length > 1 && isLastTotal(cells)) totals.push(row);
    else if (cells.length > 1 && isFooter(cells, false)) {
      single.push(row);
      hasFooter = true;
    } else if (cells.length > 2 && filledCells(cells).length === 1 && cells[0]!.trim() !== '') single.push(row);
    else if (isUnnamedSum(table, row, cells)) totals.push(row);
    else break;
  }
  // Lines of one cell next to a note that is recognized are notes, too.
  return { footers: hasFooter ? single.reverse() : [], totals };
}

/** A row without a name in which a number is the sum of its column. */
function isUnnamedSum(table: TextTable, row: number, cells: readonly string[]): boolean {
  if (cells.length < 3 || cells[0]!.trim() !== '' || row < 2 || filledCells(cells).length > cells.length / 2)
    return false;
  return cells.some((text, column) => text.trim() !== '' && isSumAbove(table.columns[column]!, row));
}

const SUM_PRECISION = 1e-6;

function isSumAbove({ texts, codes }: TextColumn, row: number): boolean {
  return (['point', 'comma'] as const).some((mark) => {
    const numbers = texts.map((text) => parseNumberText(text)?.[mark] ?? Number.NaN);
    const total = numbers[codes[row]!]!;
    let sum = 0;
    for (let above = 0; above < row; above += 1) sum += numbers[codes[above]!]! || 0;
    return total !== 0 && Math.abs(sum - total) <= SUM_PRECISION * Math.abs(total);
  });
}

/** Rows with a word such as Subtotal in one of the first two columns. */
function totalsAmidRows(columns: readonly TextColumn[]): readonly number[] {
  return columns.slice(0, 2).flatMap(({ texts, codes }) => {
    const totals = new Set(texts.flatMap((text, code) => (saysTotal(text) ? [code] : [])));
    if (totals.size === 0) return [];
    return Array.from(codes.keys()).filter((row) => totals.has(codes[row]!));
  });
}

/** Rows of which every cell is empty. */
function rowsWithoutCells({ columns, rowCount }: TextTable): readonly number[] {
  if (columns.length < 2) return [];
  const blanks = columns.map(({ texts }) => new Set(texts.flatMap((text, code) => (text.trim() === '' ? [code] : []))));
  if (blanks.some(({ size }) => size === 0)) return [];
  const rows: number[] = [];
  for (let row = 0; row < rowCount; row += 1) {
    if (columns.every(({ codes }, column) => blanks[column]!.has(codes[row]!))) rows.push(row);
  }
  return rows;
}
