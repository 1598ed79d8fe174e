import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { openSnapshot, type Org } from '../org/org.ts';
import type { QueryPlan } from '../soql/query-plan.ts';
import { selectParams, selectSql } from '../soql/run-query.ts';
import { type CsvFormat, csvRowSql } from './csv.ts';

/** Rows between two turns of the event loop, so that the org answers other requests while a job runs. */
const ROWS_PER_BATCH = 2_000;
const OFFSET_BYTES = 8;

/** A job's result: its rows as CSV without a header, and the offset of each row in bytes. */
export interface ResultFiles {
  readonly rows: string;
  readonly offsets: string;
}

/**
 * Runs a query and writes its rows to a file. It reads one state of the org, whatever changes meanwhile.
 * @returns number of rows; undefined when aborted
 */
export async function writeQueryResult(
  org: Org,
  plan: QueryPlan,
  format: CsvFormat,
  files: ResultFiles,
  isAborted: () => boolean,
): Promise<number | undefined> {
  const db = openSnapshot(org);
  const rows = createWriteStream(files.rows);
  const offsets = createWriteStream(files.offsets);
  const write = async (lines: readonly string[], lineOffsets: Float64Array): Promise<void> => {
    const offsetBytes = Buffer.from(lineOffsets.buffer, 0, lines.length * OFFSET_BYTES);
    const drained = [
      rows.write(lines.join('')) || once(rows, 'drain'),
      offsets.write(offsetBytes) || once(offsets, 'drain'),
    ];
    await Promise.all(drained);
    await setImmediate();
  };
  try {
    const row = csvRowSql(plan.columns, plan.expressions.slice(1), format);
    const statement = db.prepare(selectSql({ ...plan, expressions: [row] }));
    statement.setReturnArrays(true);
    let count = 0;
    let offset = 0;
    let lines: string[] = [];
    let lineOffsets = new Float64Array(ROWS_PER_BATCH);
    for (const [line] of statement.iterate(...selectParams(plan)) as unknown as Iterable<[string]>) {
      lineOffsets[lines.length] = offset;
      offset += Buffer.byteLength(line);
      lines.push(line);
      count += 1;
      if (lines.length < ROWS_PER_BATCH) continue;
      await write(lines, lineOffsets);
      if (isAborted()) return undefined;
      lines = [];
      lineOffsets = new Float64Array(ROWS_PER_BATCH);
    }
    await write(lines, lineOffsets);
    return count;
  } finally {
    db.close();
    rows.end();
    offsets.end();
    await Promise.all([once(rows, 'close'), once(offsets, 'close')]);
  }
}

/** The first and last byte of the rows [start, end) of a result; `end` undefined = to the end of the file. */
export async function findByteRange(
  { offsets }: ResultFiles,
  start: number,
  end: number,
  count: number,
): Promise<{ start: number; end: number | undefined }> {
  const file = await open(offsets, 'r');
  try {
    const offsetOf = async (row: number): Promise<number> => {
      const { buffer } = await file.read(new Float64Array(1), 0, OFFSET_BYTES, row * OFFSET_BYTES);
      return buffer[0] as number;
    };
    return { start: await offsetOf(start), end: end >= count ? undefined : (await offsetOf(end)) - 1 };
  } finally {
    await file.close();
  }
}
