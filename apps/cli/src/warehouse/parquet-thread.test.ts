import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ColumnTexts, WarehouseRow, WarehouseTable } from '@leadlight/workflows';
import { afterAll, describe, expect, it } from 'vitest';
import { writeParquetFile } from './parquet-file.ts';
import { ParquetThread } from './parquet-thread.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadlight-parquet-thread-'));
const thread = new ParquetThread();
afterAll(async () => {
  await thread.close();
  rmSync(folder, { recursive: true, force: true });
});

const columns = ['long', 'time', 'number', 'text'] as const;
const table: WarehouseTable = {
  name: 'rows',
  columns: columns.map((type) => ({ name: type, type, description: '' })),
};
const rowAt = (i: number): WarehouseRow => [
  i,
  1_790_000_000_000 + i,
  i % 3 === 0 ? null : i / 7,
  i % 5 ? `[${i}]` : null,
];
const ROWS = 60_000;
const CHUNK = 7_000;
const chunks = Array.from({ length: Math.ceil(ROWS / CHUNK) }, (_, chunk) =>
  Array.from({ length: Math.min(CHUNK, ROWS - chunk * CHUNK) }, (_, i) => rowAt(chunk * CHUNK + i)),
);

const textsOf = (rows: readonly WarehouseRow[]): ColumnTexts => ({
  rows: rows.length,
  columns: [
    ...[0, 1, 2].map((column) => ({ json: JSON.stringify(rows.map((row) => row[column])) })),
    { lines: rows.map((row) => row[3] ?? '').join('\n') },
  ],
});

async function* each<Chunk>(given: readonly Chunk[]): AsyncGenerator<Chunk> {
  yield* given;
}

describe('ParquetThread', () => {
  it('writes the same bytes from texts as writeParquetFile from rows, file after file', async () => {
    const expected = await writeParquetFile(join(folder, 'rows.parquet'), table, each(chunks));
    expect(expected.rows).toBe(ROWS);
    for (const name of ['first.parquet', 'second.parquet']) {
      expect(await thread.write(join(folder, name), table, each(chunks.map(textsOf)))).toEqual(expected);
    }
  });

  it('rejects with the error of the file system and its code, and then writes the next file', async () => {
    const texts = [textsOf([rowAt(1)])];
    await expect(thread.write(join(folder, 'missing', 'file'), table, each(texts))).rejects.toMatchObject({
      code: 'ENOENT',
      message: expect.stringContaining('missing'),
    });
    expect(await thread.write(join(folder, 'next.parquet'), table, each(texts))).toMatchObject({ rows: 1 });
  });

  it('rejects columns of different lengths', async () => {
    const wrong = { ...textsOf([rowAt(1), rowAt(2)]), rows: 3 };
    await expect(thread.write(join(folder, 'wrong.parquet'), table, each([wrong]))).rejects.toThrow(
      '2 values instead of 3',
    );
  });
});
