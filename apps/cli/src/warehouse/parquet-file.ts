import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { WarehouseColumn, WarehouseRow, WarehouseTable, WarehouseType } from '@leadlight/workflows';
import { parquetReadObjects, type SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter, type ColumnSource } from 'hyparquet-writer';

const ROWS_PER_GROUP = 50_000;
const ZSTD_LEVEL = 1;
const CREATED_BY = 'leadlight';

const compressors = {
  ZSTD: (bytes: Uint8Array) =>
    new Uint8Array(zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL } })),
};
const decompressors = { ZSTD: (bytes: Uint8Array) => new Uint8Array(zstdDecompressSync(bytes)) };

const PARQUET_TYPES = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT32' },
  long: { type: 'INT64' },
  number: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  time: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
} as const satisfies Record<WarehouseType, Omit<SchemaElement, 'name'>>;

const schemaOf = ({ columns }: WarehouseTable): SchemaElement[] => [
  { name: 'root', num_children: columns.length },
  ...columns.map(({ name, type }) => ({ name, repetition_type: 'OPTIONAL' as const, ...PARQUET_TYPES[type] })),
];

export interface WrittenFile {
  readonly rows: number;
  /** SHA-256 of its bytes, hex. */
  readonly hash: string;
}

/** Writes rows to a Parquet file, one row group in memory at a time. Equal rows give equal bytes. */
export async function writeParquetFile(
  file: string,
  table: WarehouseTable,
  chunks: AsyncIterable<readonly WarehouseRow[]>,
): Promise<WrittenFile> {
  const output = new HashedFile(file);
  try {
    const parquet = new ParquetWriter({
      writer: output.writer,
      schema: schemaOf(table),
      codec: 'ZSTD',
      compressors,
      createdBy: CREATED_BY,
    });
    let group: WarehouseRow[] = [];
    let rows = 0;
    const writeGroup = () => {
      if (group.length === 0) return;
      const columnData = table.columns.map((column, index) => columnOf(column, index, group));
      // Returns no promise, because a ByteWriter has no `flush`.
      void parquet.write({ columnData, rowGroupSize: ROWS_PER_GROUP });
      rows += group.length;
      group = [];
      output.flush();
    };
    for await (const chunk of chunks) {
      for (const row of chunk) {
        group.push(row);
        if (group.length === ROWS_PER_GROUP) writeGroup();
      }
    }
    writeGroup();
    void parquet.finish();
    return { rows, hash: output.end() };
  } finally {
    output.close();
  }
}

function columnOf({ name, type }: WarehouseColumn, index: number, rows: readonly WarehouseRow[]): ColumnSource {
  const data = new Array<unknown>(rows.length);
  rows.forEach((row, i) => {
    const value = row[index] ?? null;
    data[i] = value === null || Number.isNaN(value) ? null : parquetValue(type, value);
  });
  return { name, data };
}

function parquetValue(type: WarehouseType, value: string | number | boolean): unknown {
  if (type === 'time') return new Date(value as number);
  return type === 'long' ? BigInt(value) : value;
}

/** All rows of a Parquet file that `writeParquetFile` wrote with this table. */
export async function readParquetFile(path: string, table: WarehouseTable): Promise<readonly WarehouseRow[]> {
  const bytes = readFileSync(path);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const objects = await parquetReadObjects({ file, compressors: decompressors });
  return objects.map((row) => table.columns.map(({ name }) => valueOf(row[name])));
}

function valueOf(value: unknown): WarehouseRow[number] {
  if (value instanceof Date) return value.getTime();
  return typeof value === 'bigint' ? Number(value) : ((value ?? null) as WarehouseRow[number]);
}

/** The writer of the Parquet library on a file whose bytes are hashed. */
class HashedFile {
  readonly writer = new ByteWriter();
  readonly #hash = createHash('sha256');
  readonly #file: number;
  #isOpen = true;

  constructor(path: string) {
    this.#file = openSync(path, 'w', 0o600);
  }

  flush(): void {
    const bytes = new Uint8Array(this.writer.buffer, 0, this.writer.index);
    this.#hash.update(bytes);
    for (let written = 0; written < bytes.length;) written += writeSync(this.#file, bytes, written);
    // Offsets in the file are counted separately.
    this.writer.index = 0;
  }

  /** @returns the hash of all bytes */
  end(): string {
    this.flush();
    return this.#hash.digest('hex');
  }

  close(): void {
    if (this.#isOpen) closeSync(this.#file);
    this.#isOpen = false;
  }
}
