import { rmSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { ApiError, badRequest } from '../org/api-error.ts';
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

export type IngestJobRequest = Readonly<Record<string, unknown>>;

const invalidJob = (message: string): ApiError => badRequest('INVALIDJOB', message);
const invalidState = (message: string): ApiError => badRequest('INVALIDJOBSTATE', message);

/** Ingest jobs of Bulk API 2.0. */
export class IngestJobs extends JobStore<IngestJob> {
  readonly #org: Org;

  constructor(org: Org, folder: string) {
    super(folder, 2_000_000_000);
    this.#org = org;
  }

  /** @throws ApiError INVALIDJOB, FEATURENOTENABLED */
  open(request: IngestJobRequest, apiVersion: number, origin: string): IngestJob {
    const id = this.nextId();
    const file = (kind: string): string => this.file(id, `${kind}.csv`);
    const now = this.#org.now();
    return this.add({
      id,
      spec: parseIngestRequest(this.#org, request),
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
  }

  /** Starts processing. @throws ApiError INVALIDJOBSTATE */
  start(job: IngestJob): void {
    if (job.state !== 'Open') throw invalidState(`Job state ${job.state} cannot become UploadComplete`);
    if (!job.uploaded) throw invalidState('No data has been uploaded to the job');
    this.#setState(job, 'UploadComplete');
    job.delay = createJobDelay(this.#org.faults, job.spec.object.name);
    job.written = runJob(this.#org, job);
  }

  /** @throws ApiError INVALIDJOBSTATE */
  abort(job: IngestJob): void {
    if (job.state === 'JobComplete' || job.state === 'Failed' || job.state === 'Aborted') {
      throw invalidState(`Aborting Job not allowed, current job state: ${job.state}`);
    }
    this.#setState(job, 'Aborted');
    job.delay?.cancel();
  }

  /** @throws ApiError INVALIDJOBSTATE */
  remove(job: IngestJob): void {
    if (job.state === 'InProgress' || job.state === 'Open') {
      throw invalidState(`Deleting Job not allowed, current job state: ${job.state}`);
    }
    if (job.state === 'UploadComplete') job.state = 'Aborted';
    job.delay?.cancel();
    this.forget(job);
    // The result files may still be open.
    void job.written.then(() => Object.values(job.files).forEach((file) => rmSync(file, { force: true })));
  }

  #setState(job: IngestJob, state: IngestJob['state']): void {
    job.state = state;
    job.changedAt = this.#org.now();
  }
}

/** @throws ApiError INVALIDJOB, FEATURENOTENABLED */
export function parseIngestRequest(org: Org, request: IngestJobRequest): IngestSpec {
  const operation = INGEST_OPERATIONS.find((each) => each.toLowerCase() === String(request.operation).toLowerCase());
  if (operation === 'hardDelete') {
    throw badRequest(
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
