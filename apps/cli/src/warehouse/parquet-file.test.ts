import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WarehouseRow, WarehouseTable } from '@leadlight/workflows';
import { afterAll, describe, expect, it } from 'vitest';
import { runPython, skipParquetReaders } from '../testing/parquet-readers.ts';
import { readParquetFile, writeParquetFile } from './parquet-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadlight-parquet-'));
const file = join(folder, 'rows.parquet');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const table: WarehouseTable = {
  name: 'rows',
  columns: [
    { name: 'id', type: 'text', description: '' },
    { name: 'number', type: 'long', description: '' },
  ],
};
const ROWS = 110_000;

/** Rows in chunks that do not end with a row group. */
async function* chunks(): AsyncGenerator<readonly WarehouseRow[]> {
  const size = 7_000;
  for (let start = 0; start < ROWS; start += size) {
    yield Array.from({ length: Math.min(size, ROWS - start) }, (_, index) => [`R${start + index}`, start + index]);
  }
}

describe('writeParquetFile', () => {
  it('writes several row groups, all of which are read', async () => {
    const written = await writeParquetFile(file, table, chunks());
    expect(written.rows).toBe(ROWS);
    const rows = await readParquetFile(file, table);
    expect([rows.length, rows[0], rows[60_000], rows.at(-1)]).toEqual([
      ROWS,
      ['R0', 0],
      ['R60000', 60_000],
      ['R109999', 109_999],
    ]);
    expect(await writeParquetFile(file, table, chunks())).toEqual(written);
  });

  it.skipIf(skipParquetReaders)('writes several row groups that DuckDB reads', () => {
    const code = `
import duckdb, json, sys
print(json.dumps(duckdb.sql(f"select count(*), sum(number)::bigint, max(length(id)) from '{sys.argv[1]}'").fetchall()[0]))`;
    expect(runPython(code, file)).toEqual([ROWS, (ROWS * (ROWS - 1)) / 2, 7]);
  });
});
