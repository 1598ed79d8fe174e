import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { recordId } from '../company/record-id.ts';
import { ApiError } from '../org/api-error.ts';
import type { Org } from '../org/org.ts';
import { getExternalIdField } from '../org/records/record-store.ts';
import { createWriteContext } from '../org/records/write-context.ts';
import { parseCsvFormat } from './csv.ts';
import type { CsvFormat } from './csv.ts';
import { ingestFile } from './ingest-file.ts';
import type { IngestFiles } from './ingest-file.ts';
import { createJobDelay } from './job-delay.ts';
import type { JobDelay } from './job-delay.ts';
import { INGEST_OPERATIONS } from './ingest-row.ts';
import type { IngestSpec, IngestOperation } from './ingest-row.ts';

export type IngestJobState = 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';

export interface IngestJob {
  readonly id: string;
  readonly ingest: IngestSpec;
  readonly origin: string;
  readonly apiVersion: number;
  readonly form: CsvFormat;
  readonly createdAt: number;
  readonly files: IngestFiles;
  /** Set when the work begins. */
  pace: JobDelay | undefined;
  /** Done when the result files are whole; an aborted job may still be writing them. */
  written: Promise<void>;
  uploaded: boolean;
  state: IngestJobState;
  changedAt: number;
  processed: number;
  failed: number;
  errorMessage: string | undefined;
}

/** What a client asks for when it opens a job. */
export type IngestJobRequest = Readonly<Record<string, unknown>>;

export interface IngestJobs {
  /** @throws ApiError where the request is refused */
  open(request: IngestJobRequest, apiVersion: number, origin: string): IngestJob;
  /** @throws ApiError NOT_FOUND */
  get(id: string): IngestJob;
  list(): readonly IngestJob[];
  /** Begins the work. @throws ApiError INVALIDJOBSTATE */
  start(job: IngestJob): void;
  abort(job: IngestJob): void;
  remove(job: IngestJob): void;
}

const JOB_PREFIX = '750';

const invalidJob = (message: string): ApiError => new ApiError(400, 'INVALIDJOB', message);

/** Bulk API 2.0 ingest jobs. They live as long as the process. */
export function createIngestJobs(org: Org, folder: string): IngestJobs {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const jobs = new Map<string, IngestJob>();
  let serial = 2_000_000_000 + Math.floor(Date.now() / 1000);
  return {
    open(request, apiVersion, origin) {
      serial += 1;
      const job = createJob(org, request, recordId(JOB_PREFIX, serial), folder);
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
      job.pace = createJobDelay(org.faults, job.ingest.object.name);
      job.written = runJob(org, job);
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

function createJob(
  org: Org,
  request: IngestJobRequest,
  id: string,
  folder: string,
): Omit<IngestJob, 'apiVersion' | 'origin'> {
  const now = org.now();
  const file = (kind: string): string => join(folder, `${id}.${kind}.csv`);
  return {
    id,
    ingest: parseIngestRequest(org, request),
    form: parseCsvFormat(request, invalidJob),
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
export function parseIngestRequest(org: Org, request: IngestJobRequest): IngestSpec {
  const operation = INGEST_OPERATIONS.find((known) => known.toLowerCase() === String(request.operation).toLowerCase());
  if (operation === 'hardDelete') {
    throw new ApiError(
      400,
      'FEATURENOTENABLED',
      'FeatureNotEnabled : hard delete operation requires special user profile permission, please contact your system administrator',
    );
  }
  if (!operation) throw invalidJob(`The operation ${String(request.operation)} is not supported`);
  const object = typeof request.object === 'string' ? org.schema.findObject(request.object) : undefined;
  if (!object) throw invalidJob(`Unable to find object: ${String(request.object)}`);
  checkPermissions(operation, object);
  const named = request.externalIdFieldName;
  if (operation === 'upsert' && typeof named !== 'string') throw invalidJob('An upsert job needs externalIdFieldName');
  const idField = typeof named === 'string' ? checkExternalIdField(org, object, named) : 'Id';
  return { operation, object, externalIdField: idField };
}

function checkExternalIdField(org: Org, object: IngestSpec['object'], name: string): string {
  try {
    return getExternalIdField(org, object, name).name;
  } catch {
    throw invalidJob(
      `InvalidJob : Field name provided, ${name} does not match an External ID, Salesforce Id, or indexed field for ${object.name}`,
    );
  }
}

function checkPermissions(operation: Exclude<IngestOperation, 'hardDelete'>, object: IngestSpec['object']): void {
  const allowed = {
    insert: object.createable,
    update: object.updateable,
    upsert: object.createable && object.updateable,
  };
  const may = operation === 'delete' ? object.deletable : allowed[operation];
  if (!may) throw invalidJob(`Entity '${object.name}' is not supported by the Bulk API for ${operation}.`);
}

/** The state as others may have set it meanwhile. */
const currentState = (job: IngestJob): IngestJobState => job.state;

async function runJob(org: Org, job: IngestJob): Promise<void> {
  await setImmediate();
  await job.pace?.rest();
  const isAborted = (): boolean => currentState(job) === 'Aborted';
  if (!isAborted()) job.state = 'InProgress';
  try {
    // An aborted job is read all the same: its rows are its unprocessed records.
    await ingestFile(createWriteContext(org, job.origin), job.ingest, job.files, job.form, {
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
