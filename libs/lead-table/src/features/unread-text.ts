import { foldText } from '../cells/fold.ts';
import type { TableReading } from '../table/table-reading.ts';
import type { TextTable } from '../table/text-table.ts';

/**
 * The cell of a row that could not be read, so that it counts as missing; undefined where it was read, is empty or says
 * missing, or where the table lacks the column.
 * @param column its name in the reading
 */
export function unreadTextAt(
  table: TextTable,
  { columns }: TableReading,
  column: string,
  row: number,
): string | undefined {
  const index = columns.findIndex((finding) => finding.column === column);
  if (index < 0) return undefined;
  const { texts, codes } = table.columns[index]!;
  const { values, reading } = columns[index]!;
  const code = codes[row]!;
  const value = values.byText[code]!;
  if (value !== null && !Number.isNaN(value)) return undefined;
  const text = texts[code]!;
  return reading.missing.includes(foldText(text)) ? undefined : text;
}
