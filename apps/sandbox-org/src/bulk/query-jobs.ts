import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { recordId } from '../company/record-id.ts';
import { ApiError } from '../org/api-error.ts';
import type { Org } from '../org/org.ts';
import type { QueryPlan } from '../soql/plan-query.ts';
import { prepareQuery } from '../soql/run-query.ts';
import { csvHeader } from './csv.ts';
import type { CsvFormat } from './csv.ts';
import { createJobDelay } from './job-delay.ts';
import type { JobDelay } from './job-delay.ts';
import { writeQueryResult } from './query-result.ts';
import type { ResultQuery, ResultFiles } from './query-result.ts';

export type QueryJobState = 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';

export interface QueryJob {
  readonly id: string;
  readonly operation: 'query' | 'queryAll';
  readonly query: string;
  readonly object: string;
  readonly createdAt: number;
  readonly apiVersion: number;
  readonly files: ResultFiles;
  readonly header: string;
  readonly form: CsvFormat;
  readonly pace: JobDelay;
  state: QueryJobState;
  changedAt: number;
  rows: number;
  errorMessage: string | undefined;
}

export interface QueryJobs {
  /** Starts a job. @throws ApiError where the query is refused */
  start(query: string, operation: QueryJob['operation'], apiVersion: number, form: CsvFormat): QueryJob;
  /** @throws ApiError NOT_FOUND */
  get(id: string): QueryJob;
  list(): readonly QueryJob[];
  abort(id: string): QueryJob;
  remove(id: string): void;
}

const QUERY_JOB_PREFIX = '750';

/** Bulk API 2.0 query jobs. They live as long as the process; a restart forgets them, as seven days do on the platform. */
export function createQueryJobs(org: Org, folder: string): QueryJobs {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const jobs = new Map<string, QueryJob>();
  let serial = Math.floor(Date.now() / 1000);

  const get = (id: string): QueryJob => {
    const job = jobs.get(id) ?? [...jobs.values()].find((each) => each.id.slice(0, 15) === id);
    if (!job) throw new ApiError(404, 'NOT_FOUND', 'The requested resource does not exist');
    return job;
  };

  return {
    get,
    list: () => [...jobs.values()],
    start(query, operation, apiVersion, form) {
      const plan = planBulkQuery(org, query, operation);
      serial += 1;
      const id = recordId(QUERY_JOB_PREFIX, serial);
      const now = org.now();
      const job: QueryJob = {
        ...{ id, operation, query, apiVersion, object: plan.object.name, createdAt: now, changedAt: now },
        ...{ state: 'UploadComplete', rows: 0, errorMessage: undefined, header: csvHeader(plan.columns, form), form },
        pace: createJobDelay(org.faults, plan.object.name),
        files: { rows: join(folder, `${id}.csv`), offsets: join(folder, `${id}.offsets`) },
      };
      jobs.set(id, job);
      setImmediate(() => void runJob(org, job, { plan, form }));
      return job;
    },
    abort(id) {
      const job = get(id);
      if (job.state !== 'UploadComplete' && job.state !== 'InProgress') {
        throw new ApiError(400, 'INVALIDJOBSTATE', `Aborting Job not allowed, current job state: ${job.state}`);
      }
      job.state = 'Aborted';
      job.changedAt = org.now();
      job.pace.hurry();
      return job;
    },
    remove(id) {
      const job = get(id);
      if (job.state === 'UploadComplete' || job.state === 'InProgress') {
        throw new ApiError(400, 'API_ERROR', `Deleting Job not allowed, current job state: ${job.state}`);
      }
      jobs.delete(job.id);
      for (const file of Object.values(job.files)) rmSync(file, { force: true });
    },
  };
}

async function runJob(org: Org, job: QueryJob, work: ResultQuery): Promise<void> {
  await job.pace.rest();
  if (currentState(job) === 'Aborted') return;
  job.state = 'InProgress';
  await job.pace.rest();
  try {
    const rows = await writeQueryResult(org, work, job.files, () => job.state === 'Aborted');
    if (rows === undefined || currentState(job) === 'Aborted') return;
    job.rows = rows;
    job.state = 'JobComplete';
  } catch (error) {
    job.state = 'Failed';
    job.errorMessage = `InvalidBatch : ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    job.changedAt = org.now();
  }
}

/** The state as others may have set it meanwhile. */
const currentState = (job: QueryJob): QueryJobState => job.state;

function planBulkQuery(org: Org, query: string, operation: QueryJob['operation']): QueryPlan {
  const { db, schema, userId } = org;
  const { plan } = prepareQuery(query, { db, schema, userId, now: org.now(), withDeleted: operation === 'queryAll' });
  if (plan.aggregate || plan.children.length > 0 || plan.byType.length > 0 || plan.offset > 0) {
    throw new ApiError(
      400,
      'API_ERROR',
      'Aggregate functions, nested queries and OFFSET are not supported in Bulk API 2.0 queries',
    );
  }
  if (plan.columns.some(({ field }) => field.type === 'address')) {
    throw new ApiError(400, 'API_ERROR', 'Selecting compound data not supported in Bulk Query');
  }
  return plan;
}
