import { TextColumnBuilder } from '../table/text-column-builder.ts';
import { takeTableRows, type TextColumn, type TextTable } from '../table/text-table.ts';
import { isFooter, isTotal, saysTotal } from './footer.ts';
import type { RecordPlace, RowSink } from './record-reader.ts';

/** Lines of a file that are no rows of its table. */
export interface PassedOver {
  readonly what: 'preamble' | 'footer' | 'totals';
  readonly count: number;
  /** The first ones: their line, and their filled cells. */
  readonly examples: readonly { readonly line: number; readonly text: string }[];
}

/** What is wrong with a file so that it is no table. */
export type TableProblem =
  | { readonly kind: 'empty' }
  | { readonly kind: 'header'; readonly problem: string }
  | { readonly kind: 'ragged'; readonly line: number; readonly cells: number; readonly width: number }
  | { readonly kind: 'quotes'; readonly line: number; readonly why: string };

/** Ends the reading with an error that names the file. */
export type OnTableProblem = (problem: TableProblem) => never;

export interface FileTable {
  readonly table: TextTable;
  readonly passedOver: readonly PassedOver[];
  /** Columns without a name that have cells, and the name each has got. */
  readonly namedColumns: readonly string[];
}

interface KeptRecord extends RecordPlace {
  readonly cells: readonly string[];
}

const MAX_EXAMPLES = 3;
/** Rows at the end that are examined for notes that a spreadsheet has padded with empty cells. */
const MAX_FOOTER_ROWS = 20;
/** More short lines than that are no footer. */
const MAX_PENDING = 100;

/** Makes a table of a file's records: passes over what is before its header and under its last row. */
export class TableRecords {
  readonly #width: number;
  readonly #preambleRecords: number;
  readonly #onProblem: OnTableProblem;
  readonly #preamble: KeptRecord[] = [];
  readonly #totals: KeptRecord[] = [];
  /** Records with another number of cells, which only the end of a table may have. */
  #pending: KeptRecord[] = [];
  #header: readonly string[] | undefined;
  #builders: TextColumnBuilder[] = [];
  #rows = 0;

  constructor({ width, preambleRecords }: { width: number; preambleRecords: number }, onProblem: OnTableProblem) {
    this.#width = width;
    this.#preambleRecords = preambleRecords;
    this.#onProblem = onProblem;
  }

  /** Where rows can be added directly, once the header is known. */
  findSink(): RowSink | undefined {
    if (!this.#header) return undefined;
    return {
      width: this.#width,
      builders: this.#builders,
      added: (rows) => {
        if (this.#pending.length > 0) this.#requireNoneOrTotals();
        this.#rows += rows;
      },
    };
  }

  add(cells: readonly string[], place: RecordPlace): void {
    if (!this.#header) return this.#beforeRows(cells, place);
    if (cells.length === this.#width) {
      if (this.#pending.length > 0) this.#requireNoneOrTotals();
      for (let column = 0; column < cells.length; column += 1) this.#builders[column]!.add(cells[column]!);
      this.#rows += 1;
      return;
    }
    if (this.#pending.length === MAX_PENDING) this.#ragged(this.#pending[0]!);
    this.#pending.push({ ...place, cells: [...cells] });
  }

  /** @returns the table; call it once, after the last record */
  finish(): FileTable {
    if (!this.#header) return this.#onProblem({ kind: 'empty' });
    const footers = this.#footers();
    const columns = this.#builders.map((builder, column) => builder.finish(this.#header![column]!));
    const whole = { columns, rowCount: this.#rows };
    const { kept, footerRows, totalRows } = rowsOfLeads(whole);
    const { table, namedColumns } = nameColumns(kept);
    requireUniqueNames(table, this.#onProblem);
    return {
      table,
      namedColumns,
      passedOver: [
        passedOver('preamble', this.#preamble.map(exampleOf)),
        passedOver('footer', [...footerRows, ...footers.map(exampleOf)]),
        passedOver('totals', [...totalRows, ...this.#totals.map(exampleOf)]),
      ].filter(({ count }) => count > 0),
    };
  }

  #beforeRows(cells: readonly string[], place: RecordPlace): void {
    const record = { ...place, cells: [...cells] };
    if (this.#preamble.length < this.#preambleRecords) {
      const filled = cells.filter((cell) => cell.trim() !== '').length;
      // A line that fills most columns is a header or a row with a cell too many or too few.
      if (filled > 2 && filled > this.#width / 2) this.#ragged(record);
      this.#preamble.push(record);
      return;
    }
    if (cells.length !== this.#width) this.#ragged(record);
    this.#header = cells.map((name) => name.trim());
    this.#builders = cells.map(() => new TextColumnBuilder());
  }

  /** Short records amid the table may only be totals. */
  #requireNoneOrTotals(): void {
    for (const record of this.#pending) {
      if (!isTotal(record.cells)) this.#ragged(record);
      this.#totals.push(record);
    }
    this.#pending = [];
  }

  /** The notes under the table: once one of them is recognized, lines of one cell next to it are notes, too. */
  #footers(): readonly KeptRecord[] {
    const known = this.#pending.some(({ cells, afterBlankLine }) => isFooter(cells, afterBlankLine));
    for (const record of this.#pending) {
      const filled = record.cells.filter((cell) => cell.trim() !== '').length;
      if (isTotal(record.cells)) this.#totals.push(record);
      else if (filled > 1 || !known) this.#ragged(record);
    }
    return this.#pending.filter(({ cells }) => !isTotal(cells));
  }

  #ragged({ line, cells }: KeptRecord): never {
    return this.#onProblem({ kind: 'ragged', line, cells: cells.length, width: this.#width });
  }
}

type Example = PassedOver['examples'][number];

const textOf = (cells: readonly string[]): string => {
  const text = cells.filter((cell) => cell.trim() !== '').join(', ');
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
};
const exampleOf = ({ line, cells }: KeptRecord): Example => ({ line, text: textOf(cells) });
const passedOver = (what: PassedOver['what'], all: readonly Example[]): PassedOver => ({
  what,
  count: all.length,
  examples: all.slice(0, MAX_EXAMPLES),
});

/** The rows that are leads, without padded notes at the end and without totals anywhere. */
function rowsOfLeads(table: TextTable) {
  const cellsAt = (row: number) => table.columns.map(({ texts, codes }) => texts[codes[row]!]!);
  const lineOf = (row: number) => row + 2;
  const left = new Set<number>();
  const footerRows: Example[] = [];
  const totalRows: Example[] = [];
  const leave = (row: number, examples: Example[]) => {
    left.add(row);
    examples.push({ line: lineOf(row), text: textOf(cellsAt(row)) });
  };
  for (let row = table.rowCount - 1; row >= Math.max(0, table.rowCount - MAX_FOOTER_ROWS); row -= 1) {
    const cells = cellsAt(row);
    if (isTotal(cells)) leave(row, totalRows);
    else if (cells.length > 1 && isFooter(cells, false)) leave(row, footerRows);
  }
  for (const row of totalsAmidRows(table.columns)) if (!left.has(row) && isTotal(cellsAt(row))) leave(row, totalRows);
  const rows: number[] = [];
  for (let row = 0; row < table.rowCount && left.size > 0; row += 1) if (!left.has(row)) rows.push(row);
  return { kept: left.size > 0 ? takeTableRows(table, rows) : table, footerRows: footerRows.reverse(), totalRows };
}

/** Rows with a word such as Subtotal in one of the first two columns. */
function totalsAmidRows(columns: readonly TextColumn[]): readonly number[] {
  return columns.slice(0, 2).flatMap(({ texts, codes }) => {
    const totals = new Set(texts.flatMap((text, code) => (saysTotal(text) ? [code] : [])));
    if (totals.size === 0) return [];
    return Array.from(codes.keys()).filter((row) => totals.has(codes[row]!));
  });
}

/** A trailing delimiter makes a column without name and cells, which is left out; one with cells gets a name. */
function nameColumns(table: TextTable): Pick<FileTable, 'table' | 'namedColumns'> {
  const namedColumns: string[] = [];
  const columns = table.columns.flatMap((column, index) => {
    if (column.name !== '') return [column];
    if (column.texts.every((text) => text.trim() === '')) return [];
    const name = `Column ${index + 1}`;
    namedColumns.push(name);
    return [{ ...column, name }];
  });
  return { table: { columns, rowCount: table.rowCount }, namedColumns };
}

function requireUniqueNames({ columns }: TextTable, onProblem: OnTableProblem): void {
  const seen = new Set<string>();
  for (const { name } of columns) {
    if (seen.has(name)) onProblem({ kind: 'header', problem: `two columns are named "${name}"` });
    seen.add(name);
  }
}
