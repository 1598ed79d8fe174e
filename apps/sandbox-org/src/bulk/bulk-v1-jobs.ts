import { ApiError, badRequest } from '../org/api-error.ts';
import type { Org } from '../org/org.ts';
import { createWriteContext } from '../org/records/write-context.ts';
import { plannerContext, prepareQuery } from '../soql/run-query.ts';
import { csvHeader, DEFAULT_CSV_FORMAT } from './csv.ts';
import { ingestFile, type IngestFiles } from './ingest-file.ts';
import { parseIngestRequest } from './ingest-jobs.ts';
import type { IngestSpec } from './ingest-row.ts';
import { JobStore } from './job-store.ts';
import { isFlat } from './query-jobs.ts';
import { type ResultFiles, writeQueryResult } from './query-result.ts';

/** A job of Bulk API 1.0: clients add batches one by one. */
export interface BulkV1Job {
  readonly id: string;
  readonly operation: string;
  readonly object: string;
  /** Undefined for a query job. */
  readonly spec: IngestSpec | undefined;
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

const BATCH_PREFIX = '751';

export class BulkV1Jobs {
  readonly #org: Org;
  readonly #jobs: JobStore<BulkV1Job>;

  constructor(org: Org, folder: string) {
    this.#org = org;
    this.#jobs = new JobStore(folder, 4_000_000_000);
  }

  /** @throws ApiError InvalidJob, FeatureNotEnabled, INVALIDJOB */
  open(info: Readonly<Record<string, unknown>>, origin: string): BulkV1Job {
    return this.#jobs.add(createJob(this.#org, info, this.#jobs.nextId(), origin));
  }

  /** @throws ApiError InvalidJob */
  get(id: string): BulkV1Job {
    const job = this.#jobs.find(id);
    if (!job) throw badRequest('InvalidJob', `Unable to find job: ${id}`);
    return job;
  }

  /** Adds a batch, whose data goes to `ingest.data`. @throws ApiError InvalidJobState */
  addBatch(job: BulkV1Job): BulkV1Batch {
    if (job.state !== 'Open') throw badRequest('InvalidJobState', `Job is not open: ${job.state}`);
    const id = this.#jobs.nextId(BATCH_PREFIX);
    const file = (kind: string): string => this.#jobs.file(id, kind);
    const batch: BulkV1Batch = {
      id,
      jobId: job.id,
      createdAt: this.#org.now(),
      ingest: {
        data: file('data'),
        successful: file('successful'),
        failed: file('failed'),
        unprocessed: file('unprocessed'),
        results: file('results'),
      },
      query: { rows: file('rows'), offsets: file('offsets') },
      header: '',
      state: 'Queued',
      stateMessage: undefined,
      processed: 0,
      failed: 0,
    };
    job.batches.push(batch);
    return batch;
  }

  /** Starts a batch whose data has arrived. @param query the SOQL of a query job */
  start(job: BulkV1Job, batch: BulkV1Batch, query: string): void {
    setImmediate(() => void runBatch(this.#org, job, batch, query));
  }
}

export const removeBatch = ({ batches }: BulkV1Job, batch: BulkV1Batch): void =>
  void batches.splice(batches.indexOf(batch), 1);

/** @throws ApiError InvalidBatch */
export function getBatch({ batches }: BulkV1Job, id: string): BulkV1Batch {
  const batch = batches.find((each) => each.id === id);
  if (!batch) throw badRequest('InvalidBatch', `Unable to find batch: ${id}`);
  return batch;
}

function createJob(org: Org, info: Readonly<Record<string, unknown>>, id: string, origin: string): BulkV1Job {
  const operation = String(info.operation ?? '');
  const object = String(info.object ?? '');
  if (info.contentType !== undefined && info.contentType !== 'CSV') {
    throw badRequest('FeatureNotEnabled', `The content type ${String(info.contentType)} is not supported`);
  }
  const isQuery = operation === 'query' || operation === 'queryAll';
  const spec = isQuery ? undefined : parseIngestRequest(org, info);
  if (isQuery && !org.schema.findObject(object)) throw badRequest('InvalidJob', `Unable to find object: ${object}`);
  const externalIdField = typeof info.externalIdFieldName === 'string' ? info.externalIdFieldName : undefined;
  return { id, operation, object, spec, externalIdField, origin, createdAt: org.now(), state: 'Open', batches: [] };
}

async function runBatch(org: Org, job: BulkV1Job, batch: BulkV1Batch, query: string): Promise<void> {
  if (job.state === 'Aborted') {
    batch.state = 'NotProcessed';
    return;
  }
  batch.state = 'InProgress';
  try {
    await (job.spec ? runIngest(org, job, job.spec, batch) : runQuery(org, job, batch, query));
    batch.state = 'Completed';
  } catch (error) {
    batch.state = 'Failed';
    const code = error instanceof ApiError ? error.errorCode : 'UnknownError';
    batch.stateMessage = `${code} : ${error instanceof Error ? error.message : String(error)}`;
  }
}

const runIngest = (org: Org, job: BulkV1Job, spec: IngestSpec, batch: BulkV1Batch): Promise<void> =>
  ingestFile(createWriteContext(org, job.origin), spec, batch.ingest, undefined, {
    isAborted: () => job.state === 'Aborted',
    async afterChunk(processed, failed) {
      batch.processed = processed;
      batch.failed = failed;
    },
  });

async function runQuery(org: Org, job: BulkV1Job, batch: BulkV1Batch, query: string): Promise<void> {
  const { plan } = prepareQuery(query, plannerContext(org, job.operation === 'queryAll'));
  if (!isFlat(plan)) {
    throw badRequest('FeatureNotEnabled', 'Aggregates and nested queries are not supported in bulk queries');
  }
  batch.header = csvHeader(plan.columns, DEFAULT_CSV_FORMAT);
  const isAborted = (): boolean => job.state === 'Aborted';
  batch.processed = (await writeQueryResult(org, plan, DEFAULT_CSV_FORMAT, batch.query, isAborted)) ?? 0;
}
