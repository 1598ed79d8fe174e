import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { recordId } from '../company/record-id.ts';
import { ApiError } from '../org/api-error.ts';
import type { Org } from '../org/org.ts';
import { externalIdField } from '../org/record-store.ts';
import { writerOf } from '../org/writer.ts';
import { csvFormOf } from './csv.ts';
import type { CsvForm } from './csv.ts';
import { ingestFile } from './ingest-file.ts';
import type { IngestFiles } from './ingest-file.ts';
import { paceOf } from './job-pace.ts';
import type { JobPace } from './job-pace.ts';
import { ingestOperations } from './ingest-row.ts';
import type { Ingest, IngestOperation } from './ingest-row.ts';

export type IngestState = 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';

export interface IngestJob {
  readonly id: string;
  readonly ingest: Ingest;
  readonly origin: string;
  readonly apiVersion: number;
  readonly form: CsvForm;
  readonly createdAt: number;
  readonly files: IngestFiles;
  /** Set when the work begins. */
  pace: JobPace | undefined;
  /** Done when the result files are whole; an aborted job may still be writing them. */
  written: Promise<void>;
  uploaded: boolean;
  state: IngestState;
  changedAt: number;
  processed: number;
  failed: number;
  errorMessage: string | undefined;
}

/** What a client asks for when it opens a job. */
export type JobRequest = Readonly<Record<string, unknown>>;

export interface IngestJobs {
  /** @throws ApiError where the request is refused */
  open(request: JobRequest, apiVersion: number, origin: string): IngestJob;
  /** @throws ApiError NOT_FOUND */
  get(id: string): IngestJob;
  list(): readonly IngestJob[];
  /** Begins the work. @throws ApiError INVALIDJOBSTATE */
  start(job: IngestJob): void;
  abort(job: IngestJob): void;
  remove(job: IngestJob): void;
}

const JOB_PREFIX = '750';

const refused = (message: string): ApiError => new ApiError(400, 'INVALIDJOB', message);

/** Bulk API 2.0 ingest jobs. They live as long as the process. */
export function ingestJobs(org: Org, folder: string): IngestJobs {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const jobs = new Map<string, IngestJob>();
  let serial = 2_000_000_000 + Math.floor(Date.now() / 1000);
  return {
    open(request, apiVersion, origin) {
      serial += 1;
      const job = newJob(org, request, recordId(JOB_PREFIX, serial), folder);
      const made = { ...job, apiVersion, origin };
      jobs.set(made.id, made);
      return made;
    },
    get(id) {
      const job = jobs.get(id) ?? [...jobs.values()].find((each) => each.id.slice(0, 15) === id);
      if (!job) throw new ApiError(404, 'NOT_FOUND', 'The requested resource does not exist');
      return job;
    },
    list: () => [...jobs.values()],
    start(job) {
      if (job.state !== 'Open')
        throw new ApiError(400, 'INVALIDJOBSTATE', `Job state ${job.state} cannot become UploadComplete`);
      if (!job.uploaded) throw new ApiError(400, 'INVALIDJOBSTATE', 'No data has been uploaded to the job');
      job.state = 'UploadComplete';
      job.changedAt = org.now();
      job.pace = paceOf(org.faults, job.ingest.object.name);
      job.written = run(org, job);
    },
    abort(job) {
      if (job.state === 'JobComplete' || job.state === 'Failed' || job.state === 'Aborted') {
        throw new ApiError(400, 'INVALIDJOBSTATE', `Aborting Job not allowed, current job state: ${job.state}`);
      }
      job.state = 'Aborted';
      job.changedAt = org.now();
      job.pace?.hurry();
    },
    remove(job) {
      if (job.state === 'InProgress' || job.state === 'Open') {
        throw new ApiError(400, 'INVALIDJOBSTATE', `Deleting Job not allowed, current job state: ${job.state}`);
      }
      if (job.state === 'UploadComplete') job.state = 'Aborted';
      job.pace?.hurry();
      jobs.delete(job.id);
      // Whatever is still being written goes too.
      void job.written.then(() => Object.values(job.files).forEach((file) => rmSync(file, { force: true })));
    },
  };
}

function newJob(org: Org, request: JobRequest, id: string, folder: string): Omit<IngestJob, 'apiVersion' | 'origin'> {
  const now = org.now();
  const file = (kind: string): string => join(folder, `${id}.${kind}.csv`);
  return {
    id,
    ingest: ingestOf(org, request),
    form: csvFormOf(request, refused),
    createdAt: now,
    files: {
      data: file('data'),
      successful: file('successful'),
      failed: file('failed'),
      unprocessed: file('unprocessed'),
    },
    pace: undefined,
    written: Promise.resolve(),
    uploaded: false,
    state: 'Open',
    changedAt: now,
    processed: 0,
    failed: 0,
    errorMessage: undefined,
  };
}

/** What a request asks to be done with each row. @throws ApiError INVALIDJOB */
export function ingestOf(org: Org, request: JobRequest): Ingest {
  const operation = ingestOperations.find((known) => known.toLowerCase() === String(request.operation).toLowerCase());
  if (operation === 'hardDelete') {
    throw new ApiError(
      400,
      'FEATURENOTENABLED',
      'FeatureNotEnabled : hard delete operation requires special user profile permission, please contact your system administrator',
    );
  }
  if (!operation) throw refused(`The operation ${String(request.operation)} is not supported`);
  const object = typeof request.object === 'string' ? org.schema.findObject(request.object) : undefined;
  if (!object) throw refused(`Unable to find object: ${String(request.object)}`);
  checkRights(operation, object);
  const named = request.externalIdFieldName;
  if (operation === 'upsert' && typeof named !== 'string') throw refused('An upsert job needs externalIdFieldName');
  const idField = typeof named === 'string' ? externalIdOf(org, object, named) : 'Id';
  return { operation, object, externalIdField: idField };
}

function externalIdOf(org: Org, object: Ingest['object'], name: string): string {
  try {
    return externalIdField(org, object, name).name;
  } catch {
    throw refused(
      `InvalidJob : Field name provided, ${name} does not match an External ID, Salesforce Id, or indexed field for ${object.name}`,
    );
  }
}

function checkRights(operation: Exclude<IngestOperation, 'hardDelete'>, object: Ingest['object']): void {
  const allowed = {
    insert: object.createable,
    update: object.updateable,
    upsert: object.createable && object.updateable,
  };
  const may = operation === 'delete' ? object.deletable : allowed[operation];
  if (!may) throw refused(`Entity '${object.name}' is not supported by the Bulk API for ${operation}.`);
}

/** The state as others may have set it meanwhile. */
const stateOf = (job: IngestJob): IngestState => job.state;

async function run(org: Org, job: IngestJob): Promise<void> {
  await setImmediate();
  await job.pace?.rest();
  const isAborted = (): boolean => stateOf(job) === 'Aborted';
  if (!isAborted()) job.state = 'InProgress';
  try {
    // An aborted job is read all the same: its rows are its unprocessed records.
    await ingestFile(writerOf(org, job.origin), job.ingest, job.files, job.form, {
      isAborted,
      async afterChunk({ processed, failed }) {
        job.processed = processed;
        job.failed = failed;
        await job.pace?.rest();
      },
    });
    if (!isAborted()) job.state = 'JobComplete';
  } catch (error) {
    if (isAborted()) return;
    job.state = 'Failed';
    const code = error instanceof ApiError ? error.errorCode : 'UNKNOWN_ERROR';
    job.errorMessage = `${code} : ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    job.changedAt = org.now();
  }
}
