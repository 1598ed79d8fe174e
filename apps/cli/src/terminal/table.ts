import Table from 'cli-table3';

/** A plain two-or-more-column table: readable in a log, numbers to the right. */
export function drawTable(rows: readonly (readonly string[])[], head?: readonly string[]): string {
  const numeric = (column: number) => rows.every((row) => /^[-–+\d.,% ()]*$/.test(row[column] ?? ''));
  const columns = Math.max(...rows.map((row) => row.length));
  const table = new Table({
    head: head ? [...head] : [],
    style: { head: [], border: [], compact: true },
    colAligns: Array.from({ length: columns }, (_, column) => (numeric(column) ? 'right' : 'left')),
  });
  table.push(...rows.map((row) => [...row]));
  return table.toString();
}
