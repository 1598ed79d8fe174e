import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { Org } from '../org/org.ts';
import type { QueryPlan } from '../soql/plan-query.ts';
import { selectParams, selectSql } from '../soql/run-query.ts';
import { csvRowSql } from './csv.ts';
import type { CsvFormat } from './csv.ts';

/** Rows between two breaths, so that other requests are answered while a job runs. */
const ROWS_PER_BATCH = 2_000;
const OFFSET_BYTES = 8;

/** A job's result: its rows as CSV without header, and where each row begins. */
export interface ResultFiles {
  readonly rows: string;
  readonly offsets: string;
}

/** What a job reads, and how it writes it. */
export interface ResultQuery {
  readonly plan: QueryPlan;
  readonly form: CsvFormat;
}

/**
 * Runs a query to its end and writes the rows to a file. It reads one state of the org, whatever
 * changes meanwhile.
 * @param isAborted asked between turns; true stops the work
 * @returns number of rows; undefined when aborted
 */
export async function writeQueryResult(
  org: Org,
  work: ResultQuery,
  files: ResultFiles,
  isAborted: () => boolean,
): Promise<number | undefined> {
  // A connection of its own reads a snapshot of its own.
  const db = new DatabaseSync(org.file, { readOnly: true });
  db.function('fold', { deterministic: true }, (text) => (typeof text === 'string' ? text.toLowerCase() : text));
  const rows = createWriteStream(files.rows);
  const offsets = createWriteStream(files.offsets);
  try {
    return await writeRows(db, work, rows, offsets, isAborted);
  } finally {
    db.close();
    rows.end();
    offsets.end();
    await Promise.all([once(rows, 'close'), once(offsets, 'close')]);
  }
}

type FileStream = ReturnType<typeof createWriteStream>;

async function writeRows(
  db: DatabaseSync,
  { plan, form }: ResultQuery,
  rows: FileStream,
  offsets: FileStream,
  isAborted: () => boolean,
) {
  const row = csvRowSql(plan.columns, plan.expressions.slice(1), form);
  const statement = db.prepare(selectSql({ ...plan, expressions: [row] }));
  statement.setReturnArrays(true);
  let count = 0;
  let at = 0;
  let lines: string[] = [];
  let places = Buffer.alloc(ROWS_PER_BATCH * OFFSET_BYTES);
  const flush = async (): Promise<void> => {
    const enough = [rows.write(lines.join('')), offsets.write(places.subarray(0, lines.length * OFFSET_BYTES))];
    if (enough.includes(false))
      await Promise.all([rows, offsets].map((file) => file.writableNeedDrain && once(file, 'drain')));
    lines = [];
    places = Buffer.alloc(ROWS_PER_BATCH * OFFSET_BYTES);
    await setImmediate();
  };
  for (const cells of statement.iterate(...selectParams(plan)) as unknown as Iterable<readonly string[]>) {
    const line = cells[0] as string;
    places.writeDoubleLE(at, lines.length * OFFSET_BYTES);
    at += Buffer.byteLength(line);
    lines.push(line);
    count += 1;
    if (lines.length === ROWS_PER_BATCH) {
      await flush();
      if (isAborted()) return undefined;
    }
  }
  await flush();
  return count;
}

/** Bytes of the rows [from, to) of a result; `end` undefined = to the end of the file. */
export async function findByteRange(
  { offsets }: ResultFiles,
  from: number,
  to: number,
  count: number,
): Promise<{ start: number; end: number | undefined }> {
  const file = await open(offsets, 'r');
  try {
    const placeOf = async (row: number): Promise<number> => {
      const buffer = Buffer.alloc(OFFSET_BYTES);
      await file.read(buffer, 0, OFFSET_BYTES, row * OFFSET_BYTES);
      return buffer.readDoubleLE(0);
    };
    return { start: await placeOf(from), end: to >= count ? undefined : await placeOf(to) };
  } finally {
    await file.close();
  }
}
