import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DAY_MS } from '@leadlight/common';
import { readTableText, type TextColumn, type TextTable } from '@leadlight/lead-table';
import { tableDataset, type Dataset } from '@leadlight/workflows';
import type { DateFormat, RowOrder, TableEntry } from './manifest.ts';

/** A table of real leads, ready to be split. */
export interface RealTable {
  readonly entry: TableEntry;
  readonly dataset: Dataset;
  /** [rows] Milliseconds or row numbers, ascending in time; undefined if there are no dates. */
  readonly order: Float64Array | undefined;
}

const LABEL_OF_IDS = 'is positive';
const READ_ON = Date.UTC(2026, 10, 30);

/** @throws Error if the file or a column of the manifest is absent; as `tableDataset` does */
export async function loadTable(folder: string, entry: TableEntry): Promise<RealTable> {
  const read = await readText(join(folder, entry.file));
  const label = entry.label ?? LABEL_OF_IDS;
  const labelled = entry.idsOfPositives === undefined ? read : await withLabel(folder, entry, read);
  const table = entry.dateParts === undefined ? labelled : withDateParts(labelled, entry.dateParts);
  const { order } = entry;
  const orderColumn = typeof order === 'object' ? [order.column] : [];
  const { dataset, outcomes } = tableDataset(
    {
      title: entry.name,
      table,
      outcome: { kind: 'label', column: label, positive: entry.positive },
      idColumn: entry.id,
      exclude: [...new Set([...(entry.leaveOut ?? []), ...orderColumn])],
      reading: { missing: entry.missing },
    },
    READ_ON,
  );
  if (order === undefined) return { entry, dataset, order };
  const all = orderOf(table, order);
  const instants = Float64Array.from(outcomes.settled, (row) => all[row]!);
  return { entry, dataset: { ...dataset, times: { asOf: instants, settledAt: instants } }, order: instants };
}

async function readText(path: string): Promise<TextTable> {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').replace(/^\uFEFF/, '');
  const { table } = await readTableText([text], ({ kind }) => {
    throw new Error(`${path} is not readable as a table: ${kind}`);
  });
  return table;
}

async function withLabel(folder: string, { id, idsOfPositives }: TableEntry, table: TextTable): Promise<TextTable> {
  const positives = (await readText(join(folder, idsOfPositives!))).columns[0]!;
  const known = new Set(positives.texts);
  const ids = columnOf(table, id!);
  const codes = ids.codes.map((code) => Number(known.has(ids.texts[code]!)));
  return { ...table, columns: [...table.columns, { name: LABEL_OF_IDS, texts: ['no', 'yes'], codes }] };
}

/** With three columns of numbers for a column of dates. */
function withDateParts(table: TextTable, { column, format }: NonNullable<TableEntry['dateParts']>): TextTable {
  const { texts, codes } = columnOf(table, column);
  const dates = texts.map((text) => new Date(parseDate(text, format)).toISOString().slice(0, 10).split('-'));
  const parts = ['year', 'month', 'day'].map((part, at): TextColumn => {
    const values = [...new Set(dates.map((date) => date[at]!))];
    return {
      name: `${column} ${part}`,
      texts: values,
      codes: codes.map((code) => values.indexOf(dates[code]![at]!)),
    };
  });
  return { ...table, columns: [...table.columns, ...parts] };
}

function columnOf({ columns }: TextTable, name: string): TextColumn {
  const column = columns.find((each) => each.name === name);
  if (!column) throw new Error(`There is no column ${name}.`);
  return column;
}

/** [rows of the file] */
function orderOf(table: TextTable, order: RowOrder): Float64Array {
  if (order === 'rows') return Float64Array.from({ length: table.rowCount }, (_, row) => row);
  const { texts, codes } = columnOf(table, order.column);
  const instants = texts.map((text) => parseDate(text, order.format));
  const older = order.lessDaysIn === undefined ? undefined : columnOf(table, order.lessDaysIn);
  return Float64Array.from(codes, (code, row) => {
    const days = older ? Number(older.texts[older.codes[row]!]) : 0;
    return instants[code]! - days * DAY_MS;
  });
}

/** A day that its month does not have counts as one of the next month. @throws Error if the text is no such date */
export function parseDate(text: string, format: DateFormat): number {
  const parts = /^\d+\D\d+\D\d+/.test(text.trim()) ? text.trim().split(/\D/, 3).map(Number) : [];
  const [year, month, day] = [0, 1, 2].map((part) => parts[positionOf(format, part)]);
  const instant = Date.UTC(year ?? NaN, month! - 1, day);
  if (Number.isNaN(instant)) throw new Error(`${text} is no date in the form ${format}.`);
  return instant;
}

/** Where the year (0), the month (1) or the day (2) is in a date. */
const positionOf = (format: DateFormat, part: number): number =>
  format.split(/\W/).findIndex((letters) => letters.startsWith('YMD'[part]!));
