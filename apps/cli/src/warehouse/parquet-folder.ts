import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ColumnTexts, Day, Warehouse, WarehouseFolder, WarehouseRow, WarehouseTable } from '@leadlight/workflows';
import { CliError } from '../errors.ts';
import { writeFileAtomically } from '../output/output-file.ts';
import { readParquetFile, writeParquetFile, type WrittenFile } from './parquet-file.ts';
import { ParquetThread } from './parquet-thread.ts';

/** Raised when a table gets other columns than a reader of earlier files expects. */
const SCHEMA_VERSION = 1;

interface Manifest {
  readonly schemaVersion: number;
  readonly orgId: string;
  erasedParties: number;
  readonly tables: Record<string, Record<Day, WrittenFile>>;
}

/**
 * Parquet files in a folder: `<table>/org=<id>/day=<day>/part-0.parquet`, and for each org a manifest with the rows and the hash of
 * each file. A file is written under another name and renamed, so that a reader never sees a part of it.
 */
export const parquetWarehouse = (folder: string): Warehouse => ({
  open: async (orgId) => new ParquetFolder(folder, orgId),
});

class ParquetFolder implements WarehouseFolder {
  readonly #folder: string;
  readonly #manifestFile: string;
  readonly #manifest: Manifest;
  #thread: ParquetThread | undefined;

  constructor(folder: string, orgId: string) {
    this.#folder = folder;
    this.#manifestFile = join(folder, 'manifest', `${orgId}.json`);
    this.#manifest = readManifest(this.#manifestFile, orgId);
    this.#findLeftovers();
  }

  /**
   * Files that a killed export wrote, or whose manifest was lost, are part of the folder too, above all for erasures. Drafts of a
   * killed export are removed.
   */
  #findLeftovers(): void {
    for (const table of namesIn(this.#folder)) {
      for (const name of namesIn(join(this.#folder, table, `org=${this.#manifest.orgId}`))) {
        const day = /^day=(\d{4}-\d\d-\d\d)$/.exec(name)?.[1];
        if (day === undefined) continue;
        rmSync(draftOf(this.#pathOf(table, day)), { force: true });
        this.#filesOf(table)[day] ??= { rows: 0, hash: '' };
      }
    }
  }

  get erasedParties(): number {
    return this.#manifest.erasedParties;
  }

  days({ name }: WarehouseTable): ReadonlyMap<Day, number> {
    return new Map(Object.entries(this.#filesOf(name)).map(([day, { rows }]) => [day, rows]));
  }

  async write(table: WarehouseTable, day: Day, rows: AsyncIterable<readonly WarehouseRow[]>) {
    return this.#replace(table, day, (draft) => writeParquetFile(draft, table, rows));
  }

  async writeTexts(table: WarehouseTable, day: Day, chunks: AsyncIterable<ColumnTexts>) {
    return this.#replace(table, day, (draft) => (this.#thread ??= new ParquetThread()).write(draft, table, chunks));
  }

  async #replace(table: WarehouseTable, day: Day, write: (draft: string) => Promise<WrittenFile>) {
    const file = this.#pathOf(table.name, day);
    const draft = draftOf(file);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const written = await write(draft);
    const before = this.#filesOf(table.name)[day];
    const changed = before?.hash !== written.hash || !existsSync(file);
    if (changed) renameSync(draft, file);
    else rmSync(draft);
    this.#filesOf(table.name)[day] = written;
    return { rows: written.rows, changed };
  }

  remove(table: WarehouseTable, day: Day): Promise<void> {
    const file = this.#pathOf(table.name, day);
    rmSync(file, { force: true });
    removeIfEmpty(dirname(file));
    delete this.#filesOf(table.name)[day];
    return Promise.resolve();
  }

  async withoutLeads(table: WarehouseTable, day: Day, isLeftOut: (leadId: string) => boolean): Promise<number> {
    const lead = table.columns.findIndex(({ name }) => name === 'lead_id');
    const file = this.#pathOf(table.name, day);
    if (!existsSync(file)) return 0;
    const rows = await readParquetFile(file, table);
    const kept = rows.filter((row) => !isLeftOut(String(row[lead])));
    if (kept.length === rows.length) return 0;
    if (kept.length === 0) await this.remove(table, day);
    else await this.write(table, day, once(kept));
    return rows.length - kept.length;
  }

  save(erasedParties: number): Promise<void> {
    this.#manifest.erasedParties = erasedParties;
    mkdirSync(dirname(this.#manifestFile), { recursive: true, mode: 0o700 });
    writeFileAtomically(this.#manifestFile, `${JSON.stringify(this.#manifest, null, 2)}\n`, 0o600);
    return Promise.resolve();
  }

  async close(): Promise<void> {
    await this.#thread?.close();
    this.#thread = undefined;
  }

  #filesOf(table: string): Record<Day, WrittenFile> {
    return (this.#manifest.tables[table] ??= {});
  }

  #pathOf(table: string, day: Day): string {
    return join(this.#folder, table, `org=${this.#manifest.orgId}`, `day=${day}`, 'part-0.parquet');
  }
}

/** @throws CliError `export_folder_newer` */
function readManifest(file: string, orgId: string): Manifest {
  if (!existsSync(file)) return { schemaVersion: SCHEMA_VERSION, orgId, erasedParties: 0, tables: {} };
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  if (manifest.schemaVersion > SCHEMA_VERSION) {
    throw new CliError('export_folder_newer', { file, version: manifest.schemaVersion, supported: SCHEMA_VERSION });
  }
  return manifest;
}

const draftOf = (file: string): string => `${file}.draft`;

const namesIn = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Somebody else keeps files there.
  }
}

async function* once(rows: readonly WarehouseRow[]): AsyncGenerator<readonly WarehouseRow[]> {
  yield rows;
}
