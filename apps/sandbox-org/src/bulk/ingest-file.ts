import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { parse } from 'csv-parse';
import { stringify } from 'csv-stringify/sync';
import { ApiError } from '../org/api-error.ts';
import type { Field } from '../org/schema/field.ts';
import type { WriteContext } from '../org/records/write-context.ts';
import { saveEach } from '../sobjects/save-each.ts';
import { COLUMN_DELIMITERS, LINE_ENDINGS, DEFAULT_CSV_FORMAT } from './csv.ts';
import type { CsvFormat } from './csv.ts';
import { formatErrors, headerFields, ingestRow } from './ingest-row.ts';
import type { IngestSpec } from './ingest-row.ts';

/** The platform works in chunks of 200, each a transaction. */
const ROWS_PER_CHUNK = 200;

export interface IngestFiles {
  readonly data: string;
  readonly successful: string;
  readonly failed: string;
  readonly unprocessed: string;
  /** One line a row in the order of the rows, as Bulk API 1.0 answers; absent = not wanted. */
  readonly results?: string;
}

/** How far a job has come. */
export interface IngestProgress {
  readonly processed: number;
  readonly failed: number;
}

/** What a job is told and asked while it works. */
export interface IngestHooks {
  /** Asked before each chunk; true leaves the rest unprocessed. */
  isAborted(): boolean;
  /** Told after each chunk, before the next; the next waits for it. */
  afterChunk(outcome: IngestProgress): Promise<void>;
}

interface CsvOutput {
  write(rows: readonly (readonly string[])[]): Promise<void>;
  close(): Promise<void>;
}

const toCsv = (rows: readonly (readonly string[])[]): string => stringify(rows as string[][], { quoted: true });

function openCsvOutput(path: string, header: readonly string[]): CsvOutput {
  const file = createWriteStream(path);
  const write = async (rows: readonly (readonly string[])[]): Promise<void> => {
    if (rows.length > 0 && !file.write(toCsv(rows))) await once(file, 'drain');
  };
  file.write(toCsv([header]));
  return {
    write,
    async close() {
      file.end();
      await once(file, 'close');
    },
  };
}

/**
 * Does an ingest job's work, chunk by chunk, and writes its result files.
 * @param form undefined = commas, and either line ending
 * @throws ApiError `InvalidBatch` where the file cannot be read as CSV of this object
 */
export async function ingestFile(
  org: WriteContext,
  ingest: IngestSpec,
  files: IngestFiles,
  form: CsvFormat | undefined,
  course: IngestHooks,
): Promise<IngestProgress> {
  const { delimiter, lineEnding } = form ?? DEFAULT_CSV_FORMAT;
  const options = { delimiter: COLUMN_DELIMITERS[delimiter], bom: true, skip_empty_lines: true };
  const ends = form === undefined ? {} : { record_delimiter: LINE_ENDINGS[lineEnding] };
  const rows = createReadStream(files.data).pipe(parse({ ...options, ...ends }));
  let run: IngestRun | undefined;
  let chunk: string[][] = [];
  try {
    for await (const row of rows as AsyncIterable<string[]>) {
      if (!run) run = startRun(org, ingest, files, checkLineEnding(row, form));
      else if (chunk.push(row) === ROWS_PER_CHUNK) {
        await saveChunk(run, chunk, course);
        chunk = [];
      }
    }
    run ??= startRun(org, ingest, files, []);
    await saveChunk(run, chunk, course);
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_')) {
      throw new ApiError(400, 'InvalidBatch', `Failed to parse CSV: ${error.message}`);
    }
    throw error;
  } finally {
    if (run)
      await Promise.all([run.successful.close(), run.failed.close(), run.unprocessed.close(), run.results?.close()]);
  }
  return { processed: run.processed, failed: run.failures };
}

/** @throws ApiError `ClientInputError` where lines end otherwise than the job says: they show in the header */
function checkLineEnding(header: readonly string[], form: CsvFormat | undefined): readonly string[] {
  if (form === undefined || !header.some((name) => /[\r\n]/.test(name))) return header;
  const message = `LineEnding is invalid on user data. Current LineEnding setting is ${form.lineEnding}`;
  throw new ApiError(400, 'ClientInputError', message);
}

interface IngestRun {
  readonly org: WriteContext;
  readonly ingest: IngestSpec;
  readonly fields: readonly Field[];
  readonly successful: CsvOutput;
  readonly failed: CsvOutput;
  readonly unprocessed: CsvOutput;
  readonly results: CsvOutput | undefined;
  processed: number;
  failures: number;
}

function startRun(org: WriteContext, ingest: IngestSpec, files: IngestFiles, header: readonly string[]): IngestRun {
  return {
    org,
    ingest,
    fields: headerFields(org.schema, ingest, header),
    successful: openCsvOutput(files.successful, ['sf__Id', 'sf__Created', ...header]),
    failed: openCsvOutput(files.failed, ['sf__Id', 'sf__Error', ...header]),
    unprocessed: openCsvOutput(files.unprocessed, header),
    results:
      files.results === undefined ? undefined : openCsvOutput(files.results, ['Id', 'Success', 'Created', 'Error']),
    processed: 0,
    failures: 0,
  };
}

async function saveChunk(run: IngestRun, rows: readonly string[][], course: IngestHooks): Promise<void> {
  if (course.isAborted()) {
    await run.unprocessed.write(rows);
    return;
  }
  const results = saveEach(run.org, rows, false, (row) => ingestRow(run.org, run.ingest, run.fields, row));
  const good: string[][] = [];
  const bad: string[][] = [];
  results.forEach((result, index) => {
    const row = rows[index] as string[];
    if (result.success) good.push([result.id ?? '', String(result.created === true), ...row]);
    else bad.push([result.id ?? '', formatErrors(result), ...row]);
  });
  run.processed += rows.length;
  run.failures += bad.length;
  await run.successful.write(good);
  await run.failed.write(bad);
  await run.results?.write(
    results.map((result) => [
      result.id ?? '',
      String(result.success),
      String(result.created === true),
      formatErrors(result),
    ]),
  );
  await course.afterChunk({ processed: run.processed, failed: run.failures });
  await setImmediate();
}
