import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { parse } from 'csv-parse';
import { stringify } from 'csv-stringify/sync';
import { ApiError } from '../org/api-error.ts';
import type { Field } from '../org/field.ts';
import type { Writer } from '../org/writer.ts';
import { saveEach } from '../http/save-each.ts';
import { delimiters, lineEnds, plainCsv } from './csv.ts';
import type { CsvForm } from './csv.ts';
import { errorText, headerFields, ingestRow } from './ingest-row.ts';
import type { Ingest } from './ingest-row.ts';

/** The platform works in chunks of 200, each a transaction. */
const CHUNK = 200;

export interface IngestFiles {
  readonly data: string;
  readonly successful: string;
  readonly failed: string;
  readonly unprocessed: string;
  /** One line a row in the order of the rows, as Bulk API 1.0 answers; absent = not wanted. */
  readonly results?: string;
}

/** How far a job has come. */
export interface IngestOutcome {
  readonly processed: number;
  readonly failed: number;
}

/** What a job is told and asked while it works. */
export interface IngestCourse {
  /** Asked before each chunk; true leaves the rest unprocessed. */
  isAborted(): boolean;
  /** Told after each chunk, before the next; the next waits for it. */
  afterChunk(outcome: IngestOutcome): Promise<void>;
}

interface Output {
  write(rows: readonly (readonly string[])[]): Promise<void>;
  close(): Promise<void>;
}

const csvText = (rows: readonly (readonly string[])[]): string => stringify(rows as string[][], { quoted: true });

function outputTo(path: string, header: readonly string[]): Output {
  const file = createWriteStream(path);
  const write = async (rows: readonly (readonly string[])[]): Promise<void> => {
    if (rows.length > 0 && !file.write(csvText(rows))) await once(file, 'drain');
  };
  file.write(csvText([header]));
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
  org: Writer,
  ingest: Ingest,
  files: IngestFiles,
  form: CsvForm | undefined,
  course: IngestCourse,
): Promise<IngestOutcome> {
  const { delimiter, lineEnding } = form ?? plainCsv;
  const options = { delimiter: delimiters[delimiter], bom: true, skip_empty_lines: true };
  const ends = form === undefined ? {} : { record_delimiter: lineEnds[lineEnding] };
  const rows = createReadStream(files.data).pipe(parse({ ...options, ...ends }));
  let run: Run | undefined;
  let chunk: string[][] = [];
  try {
    for await (const row of rows as AsyncIterable<string[]>) {
      if (!run) run = startRun(org, ingest, files, checkedHeader(row, form));
      else if (chunk.push(row) === CHUNK) {
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
function checkedHeader(header: readonly string[], form: CsvForm | undefined): readonly string[] {
  if (form === undefined || !header.some((name) => /[\r\n]/.test(name))) return header;
  const message = `LineEnding is invalid on user data. Current LineEnding setting is ${form.lineEnding}`;
  throw new ApiError(400, 'ClientInputError', message);
}

interface Run {
  readonly org: Writer;
  readonly ingest: Ingest;
  readonly fields: readonly Field[];
  readonly successful: Output;
  readonly failed: Output;
  readonly unprocessed: Output;
  readonly results: Output | undefined;
  processed: number;
  failures: number;
}

function startRun(org: Writer, ingest: Ingest, files: IngestFiles, header: readonly string[]): Run {
  return {
    org,
    ingest,
    fields: headerFields(org.schema, ingest, header),
    successful: outputTo(files.successful, ['sf__Id', 'sf__Created', ...header]),
    failed: outputTo(files.failed, ['sf__Id', 'sf__Error', ...header]),
    unprocessed: outputTo(files.unprocessed, header),
    results: files.results === undefined ? undefined : outputTo(files.results, ['Id', 'Success', 'Created', 'Error']),
    processed: 0,
    failures: 0,
  };
}

async function saveChunk(run: Run, rows: readonly string[][], course: IngestCourse): Promise<void> {
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
    else bad.push([result.id ?? '', errorText(result), ...row]);
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
      errorText(result),
    ]),
  );
  await course.afterChunk({ processed: run.processed, failed: run.failures });
  await setImmediate();
}
