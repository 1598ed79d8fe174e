import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { parse } from 'csv-parse';
import { stringify } from 'csv-stringify/sync';
import { badRequest } from '../org/api-error.ts';
import { createWriteContext, type WriteContext } from '../org/records/write-context.ts';
import type { Field } from '../org/schema/field.ts';
import { saveEach } from '../sobjects/save-each.ts';
import { COLUMN_DELIMITERS, type CsvFormat, DEFAULT_CSV_FORMAT, LINE_ENDINGS } from './csv.ts';
import { chunkDuplicateCheck, formatErrors, headerFields, ingestRow, type IngestSpec } from './ingest-row.ts';

/** As on the platform; each chunk is a transaction. */
const ROWS_PER_CHUNK = 200;

export interface IngestFiles {
  readonly data: string;
  readonly successful: string;
  readonly failed: string;
  readonly unprocessed: string;
  /** One result for each row, in the order of the rows, for Bulk API 1.0; undefined = not written. */
  readonly results?: string;
}

export interface IngestHooks {
  /** Called before each chunk; after true, the rest remains unprocessed. */
  isAborted(): boolean;
  /** Called after each chunk with the numbers of rows so far; the next chunk waits for it. */
  afterChunk(processed: number, failed: number): Promise<void>;
}

interface CsvOutput {
  write(rows: readonly (readonly string[])[]): Promise<void>;
  close(): Promise<void>;
}

const toCsv = (rows: readonly (readonly string[])[]): string => stringify(rows as string[][], { quoted: true });

function openCsvOutput(path: string, header: readonly string[]): CsvOutput {
  const file = createWriteStream(path);
  file.write(toCsv([header]));
  return {
    async write(rows) {
      if (rows.length > 0 && !file.write(toCsv(rows))) await once(file, 'drain');
    },
    async close() {
      file.end();
      await once(file, 'close');
    },
  };
}

/**
 * Processes the file of an ingest job chunk by chunk and writes its result files.
 * @param format undefined = commas and any line ending
 * @throws ApiError `InvalidBatch` when the file is not CSV with fields of the object
 */
export async function ingestFile(
  org: WriteContext,
  spec: IngestSpec,
  files: IngestFiles,
  format: CsvFormat | undefined,
  hooks: IngestHooks,
): Promise<void> {
  const rows = createReadStream(files.data).pipe(
    parse({
      delimiter: COLUMN_DELIMITERS[(format ?? DEFAULT_CSV_FORMAT).delimiter],
      bom: true,
      skip_empty_lines: true,
      ...(format && { record_delimiter: LINE_ENDINGS[format.lineEnding] }),
    }),
  );
  let run: IngestRun | undefined;
  let chunk: string[][] = [];
  try {
    for await (const row of rows as AsyncIterable<string[]>) {
      if (!run) run = startRun(org, spec, files, checkLineEnding(row, format));
      else if (chunk.push(row) === ROWS_PER_CHUNK) {
        await saveChunk(run, chunk, hooks);
        chunk = [];
      }
    }
    run ??= startRun(org, spec, files, []);
    await saveChunk(run, chunk, hooks);
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_')) {
      throw badRequest('InvalidBatch', `Failed to parse CSV: ${error.message}`);
    }
    throw error;
  } finally {
    if (run) await Promise.all(run.outputs.map((output) => output?.close()));
  }
}

/** @throws ApiError `ClientInputError` for another line ending than the job's, which becomes part of a name */
function checkLineEnding(header: readonly string[], format: CsvFormat | undefined): readonly string[] {
  if (format === undefined || !header.some((name) => /[\r\n]/.test(name))) return header;
  const message = `LineEnding is invalid on user data. Current LineEnding setting is ${format.lineEnding}`;
  throw badRequest('ClientInputError', message);
}

interface IngestRun {
  readonly org: WriteContext;
  readonly spec: IngestSpec;
  readonly fields: readonly Field[];
  /** Successful, failed and unprocessed rows, and the results. */
  readonly outputs: readonly [CsvOutput, CsvOutput, CsvOutput, CsvOutput | undefined];
  processed: number;
  failed: number;
}

function startRun(org: WriteContext, spec: IngestSpec, files: IngestFiles, header: readonly string[]): IngestRun {
  const fields = headerFields(org.schema, spec, header);
  return {
    org,
    spec,
    fields,
    outputs: [
      openCsvOutput(files.successful, ['sf__Id', 'sf__Created', ...header]),
      openCsvOutput(files.failed, ['sf__Id', 'sf__Error', ...header]),
      openCsvOutput(files.unprocessed, header),
      files.results === undefined ? undefined : openCsvOutput(files.results, ['Id', 'Success', 'Created', 'Error']),
    ],
    processed: 0,
    failed: 0,
  };
}

async function saveChunk(run: IngestRun, rows: readonly string[][], hooks: IngestHooks): Promise<void> {
  const { org, spec, fields } = run;
  const [successful, failed, unprocessed, results] = run.outputs;
  if (hooks.isAborted()) {
    await unprocessed.write(rows);
    return;
  }
  // A transaction of its own.
  const context = createWriteContext(org, org.origin);
  const checkDuplicate = chunkDuplicateCheck(spec, fields, rows);
  const saved = saveEach(context, rows, false, (row) => ingestRow(context, spec, fields, row, checkDuplicate)).map(
    (result, index) => ({
      success: result.success,
      id: result.id ?? '',
      created: String(result.created === true),
      error: formatErrors(result),
      row: rows[index] as string[],
    }),
  );
  const good = saved.filter(({ success }) => success);
  const bad = saved.filter(({ success }) => !success);
  run.processed += rows.length;
  run.failed += bad.length;
  await successful.write(good.map(({ id, created, row }) => [id, created, ...row]));
  await failed.write(bad.map(({ id, error, row }) => [id, error, ...row]));
  await results?.write(saved.map(({ id, success, created, error }) => [id, String(success), created, error]));
  await hooks.afterChunk(run.processed, run.failed);
  await setImmediate();
}
