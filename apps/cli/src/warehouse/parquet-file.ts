import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type {
  ColumnText,
  ColumnTexts,
  WarehouseColumn,
  WarehouseRow,
  WarehouseTable,
  WarehouseType,
} from '@leadlight/workflows';
import { parquetReadObjects, type SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';

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
  const parquet = new ParquetFile(file, table);
  try {
    for await (const chunk of chunks) parquet.addRows(chunk);
    return parquet.end();
  } finally {
    parquet.close();
  }
}

/** A Parquet file that is being written; see `writeParquetFile`. */
export class ParquetFile {
  readonly #table: WarehouseTable;
  readonly #output: HashedFile;
  readonly #parquet: ParquetWriter;
  /** The values of the next row group, by column. */
  #columns: unknown[][];
  #rows = 0;

  constructor(file: string, table: WarehouseTable) {
    this.#table = table;
    this.#columns = table.columns.map(() => []);
    this.#output = new HashedFile(file);
    this.#parquet = new ParquetWriter({
      writer: this.#output.writer,
      schema: schemaOf(table),
      codec: 'ZSTD',
      compressors,
      createdBy: CREATED_BY,
    });
  }

  addRows(rows: readonly WarehouseRow[]): void {
    this.#add(rows.length, ({ type }, index, from, to) =>
      rows.slice(from, to).map((row) => parquetValue(type, row[index])),
    );
  }

  addTexts({ rows, columns }: ColumnTexts): void {
    const values = columns.map((text) => valuesOf(text, rows));
    this.#add(rows, ({ type }, index, from, to) => values[index]!.slice(from, to).map((v) => parquetValue(type, v)));
  }

  #add(
    rows: number,
    valuesOfColumn: (column: WarehouseColumn, index: number, from: number, to: number) => readonly unknown[],
  ): void {
    for (let from = 0; from < rows;) {
      const to = Math.min(rows, from + ROWS_PER_GROUP - this.#columns[0]!.length);
      this.#table.columns.forEach((column, index) => {
        for (const value of valuesOfColumn(column, index, from, to)) this.#columns[index]!.push(value);
      });
      if (this.#columns[0]!.length === ROWS_PER_GROUP) this.#writeGroup();
      from = to;
    }
  }

  #writeGroup(): void {
    const rows = this.#columns[0]!.length;
    if (rows === 0) return;
    const columnData = this.#table.columns.map(({ name }, index) => ({ name, data: this.#columns[index]! }));
    // Returns no promise, because a ByteWriter has no `flush`.
    void this.#parquet.write({ columnData, rowGroupSize: ROWS_PER_GROUP });
    this.#rows += rows;
    this.#columns = this.#table.columns.map(() => []);
    this.#output.flush();
  }

  end(): WrittenFile {
    this.#writeGroup();
    void this.#parquet.finish();
    return { rows: this.#rows, hash: this.#output.end() };
  }

  close(): void {
    this.#output.close();
  }
}

function valuesOf(text: ColumnText, rows: number): readonly WarehouseRow[number][] {
  const values =
    'json' in text
      ? (JSON.parse(text.json) as readonly WarehouseRow[number][])
      : text.lines.split('\n').map((line) => (line === '' ? null : line));
  if (values.length !== rows) throw new Error(`A column has ${values.length} values instead of ${rows}.`);
  return values;
}

function parquetValue(type: WarehouseType, value: WarehouseRow[number] | undefined): unknown {
  if (value === null || value === undefined || Number.isNaN(value)) return null;
  return type === 'long' || type === 'time' ? BigInt(value) : value;
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
