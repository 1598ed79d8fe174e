import { visibleText } from '@leadlight/common';
import Table from 'cli-table3';

/** A plain table of text that is readable in a log, with numbers aligned to the right. */
export function drawTable(rows: readonly (readonly string[])[], head: readonly string[] = []): string {
  const isNumeric = (column: number) => rows.every((row) => /^[-–+\d.,% ()]*$/.test(row[column] ?? ''));
  const columns = Math.max(...rows.map((row) => row.length));
  const table = new Table({
    head: head.map(visibleText),
    style: { head: [], border: [], compact: true },
    colAligns: Array.from({ length: columns }, (_, column) => (isNumeric(column) ? 'right' : 'left')),
  });
  table.push(...rows.map((row) => row.map(visibleText)));
  return table.toString();
}
