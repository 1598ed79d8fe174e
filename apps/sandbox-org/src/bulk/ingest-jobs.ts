import { rmSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { ApiError } from '../org/api-error.ts';
import type { Org } from '../org/org.ts';
import { getExternalIdField } from '../org/records/record-store.ts';
import { createWriteContext } from '../org/records/write-context.ts';
import type { SObject } from '../org/schema/field.ts';
import { type CsvFormat, parseCsvFormat } from './csv.ts';
import { ingestFile, type IngestFiles } from './ingest-file.ts';
import { INGEST_OPERATIONS, type IngestSpec } from './ingest-row.ts';
import { createJobDelay, type JobDelay } from './job-delay.ts';
import { JobStore } from './job-store.ts';

export interface IngestJob {
  readonly id: string;
  readonly spec: IngestSpec;
  readonly origin: string;
  readonly apiVersion: number;
  readonly format: CsvFormat;
  readonly createdAt: number;
  readonly files: IngestFiles;
  /** Set when the work begins. */
  delay: JobDelay | undefined;
  /** Resolved when the result files are complete, which may be after the job was aborted. */
  written: Promise<void>;
  uploaded: boolean;
  state: 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';
  changedAt: number;
  processed: number;
  failed: number;
  errorMessage: string | undefined;
}

/** The body of the request that creates a job. */
export type IngestJobRequest = Readonly<Record<string, unknown>>;

/** Ingest jobs of Bulk API 2.0. */
export interface IngestJobs {
  /** @throws ApiError INVALIDJOB, FEATURENOTENABLED */
  open(request: IngestJobRequest, apiVersion: number, origin: string): IngestJob;
  /** @throws ApiError NOT_FOUND */
  get(id: string): IngestJob;
  list(): readonly IngestJob[];
  /** Starts processing. @throws ApiError INVALIDJOBSTATE */
  start(job: IngestJob): void;
  /** @throws ApiError INVALIDJOBSTATE */
  abort(job: IngestJob): void;
  /** @throws ApiError INVALIDJOBSTATE */
  remove(job: IngestJob): void;
}

const invalidJob = (message: string): ApiError => new ApiError(400, 'INVALIDJOB', message);
const invalidState = (message: string): ApiError => new ApiError(400, 'INVALIDJOBSTATE', message);

export function createIngestJobs(org: Org, folder: string): IngestJobs {
  const jobs = new JobStore<IngestJob>(folder, 2_000_000_000);
  const setState = (job: IngestJob, state: IngestJob['state']): void => {
    job.state = state;
    job.changedAt = org.now();
  };
  return {
    open(request, apiVersion, origin) {
      const id = jobs.nextId();
      const file = (kind: string): string => jobs.file(id, `${kind}.csv`);
      const now = org.now();
      return jobs.add({
        id,
        spec: parseIngestRequest(org, request),
        origin,
        apiVersion,
        format: parseCsvFormat(request, invalidJob),
        createdAt: now,
        files: {
          data: file('data'),
          successful: file('successful'),
          failed: file('failed'),
          unprocessed: file('unprocessed'),
        },
        delay: undefined,
        written: Promise.resolve(),
        uploaded: false,
        state: 'Open',
        changedAt: now,
        processed: 0,
        failed: 0,
        errorMessage: undefined,
      });
    },
    get: (id) => jobs.get(id),
    list: () => jobs.list(),
    start(job) {
      if (job.state !== 'Open') throw invalidState(`Job state ${job.state} cannot become UploadComplete`);
      if (!job.uploaded) throw invalidState('No data has been uploaded to the job');
      setState(job, 'UploadComplete');
      job.delay = createJobDelay(org.faults, job.spec.object.name);
      job.written = runJob(org, job);
    },
    abort(job) {
      if (job.state === 'JobComplete' || job.state === 'Failed' || job.state === 'Aborted') {
        throw invalidState(`Aborting Job not allowed, current job state: ${job.state}`);
      }
      setState(job, 'Aborted');
      job.delay?.cancel();
    },
    remove(job) {
      if (job.state === 'InProgress' || job.state === 'Open') {
        throw invalidState(`Deleting Job not allowed, current job state: ${job.state}`);
      }
      if (job.state === 'UploadComplete') job.state = 'Aborted';
      job.delay?.cancel();
      jobs.remove(job);
      // The result files may still be open.
      void job.written.then(() => Object.values(job.files).forEach((file) => rmSync(file, { force: true })));
    },
  };
}

/** @throws ApiError INVALIDJOB, FEATURENOTENABLED */
export function parseIngestRequest(org: Org, request: IngestJobRequest): IngestSpec {
  const operation = INGEST_OPERATIONS.find((each) => each.toLowerCase() === String(request.operation).toLowerCase());
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
  const isAllowed = {
    insert: object.createable,
    update: object.updateable,
    upsert: object.createable && object.updateable,
    delete: object.deletable,
  }[operation];
  if (!isAllowed) throw invalidJob(`Entity '${object.name}' is not supported by the Bulk API for ${operation}.`);
  const fieldName = request.externalIdFieldName;
  if (operation === 'upsert' && typeof fieldName !== 'string') {
    throw invalidJob('An upsert job needs externalIdFieldName');
  }
  const externalIdField = typeof fieldName === 'string' ? checkExternalIdField(org, object, fieldName) : 'Id';
  return { operation, object, externalIdField };
}

/** The field's name in the schema's spelling. */
function checkExternalIdField(org: Org, object: SObject, name: string): string {
  try {
    return getExternalIdField(org, object, name).name;
  } catch {
    throw invalidJob(
      `InvalidJob : Field name provided, ${name} does not match an External ID, Salesforce Id, or indexed field for ${object.name}`,
    );
  }
}

async function runJob(org: Org, job: IngestJob): Promise<void> {
  const isAborted = (): boolean => job.state === 'Aborted';
  await setImmediate();
  await job.delay?.wait();
  if (!isAborted()) job.state = 'InProgress';
  try {
    // The file of an aborted job is read too, because its rows are the unprocessed records.
    await ingestFile(createWriteContext(org, job.origin), job.spec, job.files, job.format, {
      isAborted,
      async afterChunk(processed, failed) {
        job.processed = processed;
        job.failed = failed;
        await job.delay?.wait();
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
