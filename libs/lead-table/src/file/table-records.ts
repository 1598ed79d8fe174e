import { TextColumnBuilder } from '../table/text-column-builder.ts';
import type { TextTable } from '../table/text-table.ts';
import { filledCells } from './filled-cells.ts';
import { isCutFooter, isFooter, isLastTotal, isTotal } from './footer.ts';
import type { RecordPlace, RowSink } from './record-reader.ts';
import { filledText, rowsOfLeads, type LineExample } from './rows-of-leads.ts';

/** Lines of a file that are no rows of its table. */
export interface PassedOver {
  readonly what: 'preamble' | 'footer' | 'totals' | 'empty';
  readonly count: number;
  /** The first ones. */
  readonly examples: readonly LineExample[];
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
  /** A header with one cell less than the rows, which must then end in a delimiter. */
  #shortHeader: KeptRecord | undefined;
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
    const { kept, footerRows, totalRows, emptyRows } = rowsOfLeads(whole);
    const { table, namedColumns } = nameColumns(kept);
    if (this.#shortHeader && table.columns.length === this.#width) this.#ragged(this.#shortHeader);
    requireUniqueNames(table, this.#onProblem);
    return {
      table,
      namedColumns,
      passedOver: [
        passedOver('preamble', this.#preamble.map(exampleOf)),
        passedOver('footer', [...footerRows, ...footers.map(exampleOf)]),
        passedOver('totals', [...totalRows, ...this.#totals.map(exampleOf)]),
        passedOver('empty', emptyRows),
      ].filter(({ count }) => count > 0),
    };
  }

  #beforeRows(cells: readonly string[], place: RecordPlace): void {
    const record = { ...place, cells: [...cells] };
    if (this.#preamble.length < this.#preambleRecords) {
      const filled = filledCells(cells).length;
      // A line that fills most columns is a header or a row with a cell too many or too few.
      if (filled > 2 && filled > this.#width / 2) this.#ragged(record);
      this.#preamble.push(record);
      return;
    }
    const header = fittingHeader(cells, this.#width);
    if (!header) return this.#ragged(record);
    if (header.length > cells.length) this.#shortHeader = record;
    this.#header = header.map((name) => name.trim());
    this.#builders = header.map(() => new TextColumnBuilder());
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
    const known = this.#pending.some(
      ({ cells, afterBlankLine }) => isFooter(cells, afterBlankLine) || isCutFooter(cells),
    );
    for (const record of this.#pending) {
      const filled = filledCells(record.cells).length;
      if (isLastTotal(record.cells)) this.#totals.push(record);
      else if (!known || (filled > 1 && !isCutFooter(record.cells))) this.#ragged(record);
    }
    return this.#pending.filter(({ cells }) => !isLastTotal(cells));
  }

  #ragged({ line, cells }: KeptRecord): never {
    return this.#onProblem({ kind: 'ragged', line, cells: cells.length, width: this.#width });
  }
}

const exampleOf = ({ line, cells }: KeptRecord): LineExample => ({ line, text: filledText(cells) });
const passedOver = (what: PassedOver['what'], all: readonly LineExample[]): PassedOver => ({
  what,
  count: all.length,
  examples: all.filter(({ text }) => text !== '').slice(0, MAX_EXAMPLES),
});

/** The header as wide as the rows, where one of them ends in a delimiter and the other does not; undefined where it does not fit. */
function fittingHeader(cells: readonly string[], width: number): readonly string[] | undefined {
  if (cells.length === width) return cells;
  if (cells.length === width + 1 && cells.at(-1)!.trim() === '') return cells.slice(0, -1);
  return cells.length === width - 1 && width > 2 ? [...cells, ''] : undefined;
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
