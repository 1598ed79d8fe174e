import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { recordId } from '../company/record-id.ts';
import { ApiError } from '../org/api-error.ts';
import type { Org } from '../org/org.ts';
import { createWriteContext } from '../org/records/write-context.ts';
import { prepareQuery } from '../soql/run-query.ts';
import { csvHeader, DEFAULT_CSV_FORMAT } from './csv.ts';
import { ingestFile } from './ingest-file.ts';
import type { IngestFiles } from './ingest-file.ts';
import { parseIngestRequest } from './ingest-jobs.ts';
import { writeQueryResult } from './query-result.ts';
import type { ResultFiles } from './query-result.ts';

/** A job of Bulk API 1.0: batches are added to it one by one. */
export interface BulkV1Job {
  readonly id: string;
  readonly operation: string;
  readonly object: string;
  readonly externalIdField: string | undefined;
  readonly origin: string;
  readonly createdAt: number;
  state: 'Open' | 'Closed' | 'Aborted';
  readonly batches: BulkV1Batch[];
}

export interface BulkV1Batch {
  readonly id: string;
  readonly jobId: string;
  readonly createdAt: number;
  readonly ingest: IngestFiles & { readonly results: string };
  readonly query: ResultFiles;
  header: string;
  state: 'Queued' | 'InProgress' | 'Completed' | 'Failed' | 'NotProcessed';
  stateMessage: string | undefined;
  processed: number;
  failed: number;
}

export interface BulkV1Jobs {
  open(info: Readonly<Record<string, unknown>>, origin: string): BulkV1Job;
  /** @throws ApiError InvalidJob */
  get(id: string): BulkV1Job;
  /** A new batch whose data goes to `ingest.data`. @throws ApiError InvalidJobState */
  addBatch(job: BulkV1Job): BulkV1Batch;
  removeBatch(job: BulkV1Job, batch: BulkV1Batch): void;
  /** @throws ApiError InvalidBatch */
  getBatch(job: BulkV1Job, id: string): BulkV1Batch;
  /** Begins a batch whose data has arrived. @param query of a query job: the SOQL that was sent */
  start(job: BulkV1Job, batch: BulkV1Batch, query: string): void;
}

const JOB_PREFIX = '750';
const BATCH_PREFIX = '751';

export function createBulkV1Jobs(org: Org, folder: string): BulkV1Jobs {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const jobs = new Map<string, BulkV1Job>();
  let serial = 4_000_000_000 + Math.floor(Date.now() / 1000);
  const nextId = (prefix: string): string => {
    serial += 1;
    return recordId(prefix, serial);
  };
  return {
    open(info, origin) {
      const job = createJob(org, info, nextId(JOB_PREFIX), origin);
      jobs.set(job.id, job);
      return job;
    },
    get(id) {
      const job = jobs.get(id);
      if (!job) throw new ApiError(400, 'InvalidJob', `Unable to find job: ${id}`);
      return job;
    },
    addBatch(job) {
      if (job.state !== 'Open') throw new ApiError(400, 'InvalidJobState', `Job is not open: ${job.state}`);
      const batch = createBatch(org, job, nextId(BATCH_PREFIX), folder);
      job.batches.push(batch);
      return batch;
    },
    removeBatch: (job, batch) => void job.batches.splice(job.batches.indexOf(batch), 1),
    getBatch(job, id) {
      const batch = job.batches.find((each) => each.id === id);
      if (!batch) throw new ApiError(400, 'InvalidBatch', `Unable to find batch: ${id}`);
      return batch;
    },
    start: (job, batch, query) => void setImmediate(() => void runBatch(org, job, batch, query)),
  };
}

const isQuery = (operation: string): boolean => operation === 'query' || operation === 'queryAll';

function createJob(org: Org, info: Readonly<Record<string, unknown>>, id: string, origin: string): BulkV1Job {
  const operation = String(info.operation ?? '');
  const object = String(info.object ?? '');
  if (info.contentType !== undefined && info.contentType !== 'CSV') {
    throw new ApiError(400, 'FeatureNotEnabled', `The content type ${String(info.contentType)} is not supported`);
  }
  if (!isQuery(operation)) parseIngestRequest(org, info);
  else if (!org.schema.findObject(object)) throw new ApiError(400, 'InvalidJob', `Unable to find object: ${object}`);
  const externalIdField = typeof info.externalIdFieldName === 'string' ? info.externalIdFieldName : undefined;
  return { id, operation, object, externalIdField, origin, createdAt: org.now(), state: 'Open', batches: [] };
}

function createBatch(org: Org, job: BulkV1Job, id: string, folder: string): BulkV1Batch {
  const file = (kind: string): string => join(folder, `${id}.${kind}`);
  return {
    id,
    jobId: job.id,
    createdAt: org.now(),
    ingest: {
      ...{
        data: file('data'),
        successful: file('successful'),
        failed: file('failed'),
        unprocessed: file('unprocessed'),
      },
      results: file('results'),
    },
    query: { rows: file('rows'), offsets: file('offsets') },
    header: '',
    state: 'Queued',
    stateMessage: undefined,
    processed: 0,
    failed: 0,
  };
}

async function runBatch(org: Org, job: BulkV1Job, batch: BulkV1Batch, query: string): Promise<void> {
  if (job.state === 'Aborted') {
    batch.state = 'NotProcessed';
    return;
  }
  batch.state = 'InProgress';
  try {
    await (isQuery(job.operation) ? runQuery(org, job, batch, query) : runIngest(org, job, batch));
    batch.state = 'Completed';
  } catch (error) {
    batch.state = 'Failed';
    const code = error instanceof ApiError ? error.errorCode : 'UnknownError';
    batch.stateMessage = `${code} : ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function runIngest(org: Org, job: BulkV1Job, batch: BulkV1Batch): Promise<void> {
  const { operation, object, externalIdField } = job;
  const ingest = parseIngestRequest(org, { operation, object, externalIdFieldName: externalIdField });
  const writer = createWriteContext(org, job.origin);
  await ingestFile(writer, ingest, batch.ingest, undefined, {
    isAborted: () => job.state === 'Aborted',
    afterChunk({ processed, failed }) {
      batch.processed = processed;
      batch.failed = failed;
      return Promise.resolve();
    },
  });
}

async function runQuery(org: Org, job: BulkV1Job, batch: BulkV1Batch, query: string): Promise<void> {
  const { db, schema, userId } = org;
  const { plan } = prepareQuery(query, {
    db,
    schema,
    userId,
    now: org.now(),
    withDeleted: job.operation === 'queryAll',
  });
  if (plan.aggregate || plan.children.length > 0 || plan.byType.length > 0) {
    throw new ApiError(400, 'FeatureNotEnabled', 'Aggregates and nested queries are not supported in bulk queries');
  }
  batch.header = csvHeader(plan.columns, DEFAULT_CSV_FORMAT);
  batch.processed =
    (await writeQueryResult(org, { plan, form: DEFAULT_CSV_FORMAT }, batch.query, () => job.state === 'Aborted')) ?? 0;
}
