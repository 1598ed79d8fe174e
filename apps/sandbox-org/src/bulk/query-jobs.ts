import { rmSync } from 'node:fs';
import { badRequest } from '../org/api-error.ts';
import type { Org } from '../org/org.ts';
import type { QueryPlan } from '../soql/query-plan.ts';
import { plannerContext, prepareQuery } from '../soql/run-query.ts';
import { type CsvFormat, csvHeader } from './csv.ts';
import { createJobDelay, type JobDelay } from './job-delay.ts';
import { JobStore } from './job-store.ts';
import { type ResultFiles, writeQueryResult } from './query-result.ts';

export interface QueryJob {
  readonly id: string;
  readonly operation: 'query' | 'queryAll';
  readonly object: string;
  readonly createdAt: number;
  readonly apiVersion: number;
  readonly files: ResultFiles;
  readonly header: string;
  readonly format: CsvFormat;
  readonly delay: JobDelay;
  state: 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';
  changedAt: number;
  rows: number;
  errorMessage: string | undefined;
}

const isRunning = ({ state }: QueryJob): boolean => state === 'UploadComplete' || state === 'InProgress';

/** Query jobs of Bulk API 2.0. */
export class QueryJobs extends JobStore<QueryJob> {
  readonly #org: Org;

  constructor(org: Org, folder: string) {
    super(folder, 0);
    this.#org = org;
  }

  /** @throws ApiError when the query is invalid */
  start(query: string, operation: QueryJob['operation'], apiVersion: number, format: CsvFormat): QueryJob {
    const org = this.#org;
    const plan = planBulkQuery(org, query, operation);
    const id = this.nextId();
    const now = org.now();
    const job = this.add({
      id,
      operation,
      object: plan.object.name,
      createdAt: now,
      apiVersion,
      files: { rows: this.file(id, 'csv'), offsets: this.file(id, 'offsets') },
      header: csvHeader(plan.columns, format),
      format,
      delay: createJobDelay(org.faults, plan.object.name),
      state: 'UploadComplete',
      changedAt: now,
      rows: 0,
      errorMessage: undefined,
    });
    setImmediate(() => void runJob(org, job, plan));
    return job;
  }

  /** @throws ApiError NOT_FOUND, INVALIDJOBSTATE */
  abort(id: string): QueryJob {
    const job = this.get(id);
    if (!isRunning(job)) {
      throw badRequest('INVALIDJOBSTATE', `Aborting Job not allowed, current job state: ${job.state}`);
    }
    job.state = 'Aborted';
    job.changedAt = this.#org.now();
    job.delay.cancel();
    return job;
  }

  /** @throws ApiError NOT_FOUND, API_ERROR */
  remove(id: string): void {
    const job = this.get(id);
    if (isRunning(job)) throw badRequest('API_ERROR', `Deleting Job not allowed, current job state: ${job.state}`);
    this.forget(job);
    for (const file of Object.values(job.files)) rmSync(file, { force: true });
  }
}

async function runJob(org: Org, job: QueryJob, plan: QueryPlan): Promise<void> {
  const isAborted = (): boolean => job.state === 'Aborted';
  await job.delay.wait();
  if (isAborted()) return;
  job.state = 'InProgress';
  await job.delay.wait();
  try {
    const rows = await writeQueryResult(org, plan, job.format, job.files, isAborted);
    if (rows === undefined || isAborted()) return;
    job.rows = rows;
    job.state = 'JobComplete';
  } catch (error) {
    job.state = 'Failed';
    job.errorMessage = `InvalidBatch : ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    job.changedAt = org.now();
  }
}

/** Whether a plan has only columns, as a bulk query must. */
export const isFlat = ({ aggregate, children, typeofs }: QueryPlan): boolean =>
  !aggregate && children.length === 0 && typeofs.length === 0;

function planBulkQuery(org: Org, query: string, operation: QueryJob['operation']): QueryPlan {
  const { plan } = prepareQuery(query, plannerContext(org, operation === 'queryAll'));
  if (!isFlat(plan) || plan.offset > 0) {
    throw badRequest(
      'API_ERROR',
      'Aggregate functions, nested queries and OFFSET are not supported in Bulk API 2.0 queries',
    );
  }
  if (plan.columns.some(({ field }) => field.type === 'address')) {
    throw badRequest('API_ERROR', 'Selecting compound data not supported in Bulk Query');
  }
  return plan;
}
