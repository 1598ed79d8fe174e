import type { Instant } from '@leadlight/lead-features';
import type { Day, WarehouseFolder, WarehouseRow, WarehouseTable } from '../ports/index.ts';

/** The day of an instant in UTC. */
export const dayOf = (at: Instant): Day => new Date(at).toISOString().slice(0, 10);

/** What an export did with a table. */
export interface TableExport {
  readonly table: string;
  /** Rows of the days that were written or compared. */
  rows: number;
  daysChanged: number;
  daysRemoved: number;
}

export const noExport = ({ name }: WarehouseTable): TableExport => ({
  table: name,
  rows: 0,
  daysChanged: 0,
  daysRemoved: 0,
});

/** Collects rows by day. */
export class RowsByDay {
  readonly #rows = new Map<Day, WarehouseRow[]>();

  add(at: Instant, row: WarehouseRow): void {
    const day = dayOf(at);
    const rows = this.#rows.get(day);
    if (rows) rows.push(row);
    else this.#rows.set(day, [row]);
  }

  get days(): ReadonlyMap<Day, readonly WarehouseRow[]> {
    return this.#rows;
  }
}

/** Writes the days, in their order. @returns the days that were written */
export async function writeDays(
  folder: WarehouseFolder,
  table: WarehouseTable,
  rows: RowsByDay,
  firstDay: Day,
  done: TableExport,
): Promise<ReadonlySet<Day>> {
  const written = new Set<Day>();
  for (const day of [...rows.days.keys()].filter((each) => each >= firstDay).sort()) {
    const { rows: count, changed } = await folder.write(table, day, once(rows.days.get(day)!));
    done.rows += count;
    if (changed) done.daysChanged += 1;
    written.add(day);
  }
  return written;
}

/** Removes the days that are not in `kept`. */
export async function removeOtherDays(
  folder: WarehouseFolder,
  table: WarehouseTable,
  kept: { has(day: Day): boolean },
  done: TableExport,
): Promise<void> {
  for (const day of [...folder.days(table).keys()]) {
    if (kept.has(day)) continue;
    await folder.remove(table, day);
    done.daysRemoved += 1;
  }
}

/** Writes a table whose rows are all given: days that have no rows any more are removed. */
export async function mirror(
  folder: WarehouseFolder,
  table: WarehouseTable,
  rows: RowsByDay,
  firstDay: Day,
): Promise<TableExport> {
  const done = noExport(table);
  await removeOtherDays(folder, table, await writeDays(folder, table, rows, firstDay, done), done);
  return done;
}

async function* once(rows: readonly WarehouseRow[]): AsyncGenerator<readonly WarehouseRow[]> {
  yield rows;
}
