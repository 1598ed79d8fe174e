import { DAY_MS } from '@leadlight/common';
import type { Instant } from '@leadlight/lead-features';
import type { ColumnTexts, Day, LoggedScores, WarehouseFolder, WarehouseSource } from '../ports/index.ts';
import { dayOf, noExport, type TableExport } from './mirrored-rows.ts';
import { scoresTable } from './tables.ts';

const ROWS_PER_CHUNK = 10_000;
/** Days that are written again in any case: entries may have been logged since their last export. */
const RECENT_DAYS = 2;

/**
 * Writes the days of the score log that are new, recent, or have more entries than their file. A day with fewer stays as it is:
 * the retention of the score log does not concern the warehouse.
 * @returns what was done, and the days that were read from storage
 */
export async function exportScores(
  source: WarehouseSource,
  folder: WarehouseFolder,
  orgId: string,
  { firstDay, now, onRows }: { readonly firstDay: Day; readonly now: Instant; onRows(rows: number): void },
): Promise<{ readonly done: TableExport; readonly written: ReadonlySet<Day> }> {
  const done = noExport(scoresTable);
  const written = new Set<Day>();
  const recent = dayOf(now - RECENT_DAYS * DAY_MS);
  for (const logged of await source.scoreDays(orgId)) {
    const { day, rows } = logged;
    if (day < firstDay) continue;
    const exported = folder.days(scoresTable).get(day);
    if (exported !== undefined && exported >= rows && day < recent) continue;
    const chunks = columnsOf(source.readScores(orgId, logged, ROWS_PER_CHUNK), onRows);
    const result = await folder.writeTexts(scoresTable, day, chunks);
    done.rows += result.rows;
    if (result.changed) done.daysChanged += 1;
    written.add(day);
  }
  return { done, written };
}

async function* columnsOf(
  chunks: AsyncIterable<LoggedScores>,
  onRows: (rows: number) => void,
): AsyncGenerator<ColumnTexts> {
  for await (const { rows, rowLines, ...values } of chunks) {
    onRows(rows);
    const { entryIds, leadIds, scoredAt, scores, bands, probabilities } = values;
    const { modelIds, modelVersions, requestedBy, inputHashes } = values;
    const json = [
      ...[entryIds, leadIds, scoredAt, scores, bands, probabilities],
      ...[modelIds, modelVersions, requestedBy, inputHashes],
    ];
    yield { rows, columns: [...json.map((column) => ({ json: column })), { lines: rowLines }] };
  }
}
