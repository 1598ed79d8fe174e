import { connectedGroups, type GroupKey } from '@leadlight/evaluation';
import type { FeatureSchema } from '@leadlight/lead-features';
import { foldText, type TableReading, type TextTable } from '@leadlight/lead-table';
import { findRepeatedRows, type RepeatedRows } from './repeated-rows.ts';
import type { RowTable } from './table-builder.ts';

export interface TableLeads {
  /** [settled] Rows with one id, and rows that repeat each other, have the same number. */
  readonly leads: Int32Array;
  readonly repeatedRows: Omit<RepeatedRows, 'groups'>;
}

/**
 * Which rows are of one lead.
 * @param idColumn the column that names the lead; without one, only rows that repeat each other belong together
 * @param settled rows of the table; `rows` has them as features
 */
export function leadsOfTable(
  table: TextTable,
  reading: TableReading,
  idColumn: string | undefined,
  settled: readonly number[],
  rows: { readonly schema: FeatureSchema; readonly features: RowTable },
): TableLeads {
  const { groups, ...repeatedRows } = findRepeatedRows(rows.schema, rows.features, settled.length);
  const ids = idColumn === undefined ? [] : [idsOf(table, reading, idColumn, settled)];
  return { leads: connectedGroups(settled.length, [...ids, ...groups]), repeatedRows };
}

/** [settled] As written, because ids of Salesforce differ by case and may not be numbers; null where the id is missing. */
function idsOf(
  table: TextTable,
  reading: TableReading,
  idColumn: string,
  settled: readonly number[],
): readonly GroupKey[] {
  const index = reading.columns.findIndex(({ column }) => column === idColumn);
  const { texts, codes } = table.columns[index]!;
  const { missing } = reading.columns[index]!.reading;
  const keys = texts.map((text) => (missing.includes(foldText(text)) ? null : text.trim() || null));
  return settled.map((row) => keys[codes[row]!]!);
}
