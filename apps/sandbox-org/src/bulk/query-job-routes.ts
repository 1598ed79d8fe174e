import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import express from 'express';
import type { Request, Response, Router } from 'express';
import { ApiError } from '../org/api-error.ts';
import type { Org } from '../org/org.ts';
import { parseVersion } from '../http/version.ts';
import { parseCsvFormat } from './csv.ts';
import { listJobs } from './job-list.ts';
import { formatApiTime } from '../org/api-time.ts';
import { findByteRange } from './query-result.ts';
import type { QueryJob, QueryJobs } from './query-jobs.ts';

const MAX_ROWS_PER_PAGE = 250_000;

function toJobInfo(org: Org, job: QueryJob) {
  return {
    id: job.id,
    operation: job.operation,
    object: job.object,
    createdById: org.userId,
    createdDate: formatApiTime(job.createdAt),
    systemModstamp: formatApiTime(job.changedAt),
    state: job.state,
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    apiVersion: job.apiVersion,
    lineEnding: job.form.lineEnding,
    columnDelimiter: job.form.delimiter,
  };
}

const toListedJobInfo = (org: Org, job: QueryJob) => ({ ...toJobInfo(org, job), jobType: 'V2Query' });

const toProgressInfo = (org: Org, job: QueryJob) => ({
  ...toListedJobInfo(org, job),
  numberRecordsProcessed: job.rows,
  retries: 0,
  totalProcessingTime: job.changedAt - job.createdAt,
  isPkChunkingSupported: true,
  ...(job.errorMessage === undefined ? {} : { errorMessage: job.errorMessage }),
});

export function queryJobRoutes(org: Org, jobs: QueryJobs): Router {
  const router = express.Router({ mergeParams: true });

  router.post('/', (req, res) => {
    const request = (req.body ?? {}) as Readonly<Record<string, unknown>>;
    const { operation, query } = request;
    if (operation !== 'query' && operation !== 'queryAll') {
      throw new ApiError(400, 'API_ERROR', 'The operation of a query job is query or queryAll');
    }
    if (typeof query !== 'string') throw new ApiError(400, 'API_ERROR', 'A query job needs a query');
    const form = parseCsvFormat(request, (message) => new ApiError(400, 'API_ERROR', message));
    res.json(toJobInfo(org, jobs.start(query, operation, Number(parseVersion(req).slice(1)), form)));
  });

  router.get('/', (req, res) => {
    res.json(listJobs(req, jobs.list(), (job) => toListedJobInfo(org, job)));
  });

  router.get('/:id', (req, res) => {
    res.json(toProgressInfo(org, jobs.get(req.params.id)));
  });

  router.patch('/:id', (req, res) => {
    if ((req.body as { state?: unknown } | undefined)?.state !== 'Aborted') {
      throw new ApiError(400, 'API_ERROR', 'A query job can only be set to Aborted');
    }
    res.json(toJobInfo(org, jobs.abort(req.params.id)));
  });

  router.delete('/:id', (req, res) => {
    jobs.remove(req.params.id);
    res.status(204).end();
  });

  router.get('/:id/results', async (req, res) => {
    await sendResults(jobs.get(req.params.id), req, res);
  });
  return router;
}

/** A locator says from which row the next page goes. It is opaque to clients. */
const encodeLocator = (row: number): string => Buffer.from(`row:${row}`).toString('base64url');

function decodeLocator(locator: unknown): number {
  if (typeof locator !== 'string' || locator === '') return 0;
  const [, row] = /^row:(\d+)$/.exec(Buffer.from(locator, 'base64url').toString('latin1')) ?? [];
  if (row === undefined) throw new ApiError(400, 'INVALID_LOCATOR', `Invalid locator: ${locator}`);
  return Number(row);
}

async function sendResults(job: QueryJob, req: Request, res: Response): Promise<void> {
  if (job.state !== 'JobComplete') {
    throw new ApiError(400, 'INVALIDJOBSTATE', `Results are not available: the job's state is ${job.state}`);
  }
  const from = decodeLocator(req.query.locator);
  if (from > job.rows) throw new ApiError(400, 'INVALID_LOCATOR', 'The locator lies beyond the result');
  const asked = req.query.maxRecords === undefined ? MAX_ROWS_PER_PAGE : Number(req.query.maxRecords);
  if (!Number.isInteger(asked) || asked < 1) {
    throw new ApiError(400, 'API_ERROR', `Invalid value for maxRecords: ${String(req.query.maxRecords)}`);
  }
  const to = Math.min(job.rows, from + Math.min(asked, MAX_ROWS_PER_PAGE));
  res.status(200).type('text/csv');
  res.set('Sforce-NumberOfRecords', String(to - from));
  // The last page carries the word null; without the header clients ask on for ever.
  res.set('Sforce-Locator', to < job.rows ? encodeLocator(to) : 'null');
  res.write(job.header);
  if (to === from) {
    res.end();
    return;
  }
  const { start, end } = await findByteRange(job.files, from, to, job.rows);
  await pipeline(createReadStream(job.files.rows, { start, end: end === undefined ? undefined : end - 1 }), res);
}
