import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import express from 'express';
import type { Request, Response, Router } from 'express';
import { ApiError } from '../org/api-error.ts';
import type { Org } from '../org/org.ts';
import { versionOf } from '../http/version.ts';
import { csvFormOf } from './csv.ts';
import { jobPage } from './job-list.ts';
import { jobTime } from './job-time.ts';
import { rowRange } from './query-job.ts';
import type { QueryJob, QueryJobs } from './query-jobs.ts';

const MOST_ROWS = 250_000;

function jobAnswer(org: Org, job: QueryJob) {
  return {
    id: job.id,
    operation: job.operation,
    object: job.object,
    createdById: org.userId,
    createdDate: jobTime(job.createdAt),
    systemModstamp: jobTime(job.changedAt),
    state: job.state,
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    apiVersion: job.apiVersion,
    lineEnding: job.form.lineEnding,
    columnDelimiter: job.form.delimiter,
  };
}

const listedAnswer = (org: Org, job: QueryJob) => ({ ...jobAnswer(org, job), jobType: 'V2Query' });

const progressAnswer = (org: Org, job: QueryJob) => ({
  ...listedAnswer(org, job),
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
    const form = csvFormOf(request, (message) => new ApiError(400, 'API_ERROR', message));
    res.json(jobAnswer(org, jobs.start(query, operation, Number(versionOf(req).slice(1)), form)));
  });

  router.get('/', (req, res) => {
    res.json(jobPage(req, jobs.list(), (job) => listedAnswer(org, job)));
  });

  router.get('/:id', (req, res) => {
    res.json(progressAnswer(org, jobs.get(req.params.id)));
  });

  router.patch('/:id', (req, res) => {
    if ((req.body as { state?: unknown } | undefined)?.state !== 'Aborted') {
      throw new ApiError(400, 'API_ERROR', 'A query job can only be set to Aborted');
    }
    res.json(jobAnswer(org, jobs.abort(req.params.id)));
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
const locatorOf = (row: number): string => Buffer.from(`row:${row}`).toString('base64url');

function rowOfLocator(locator: unknown): number {
  if (typeof locator !== 'string' || locator === '') return 0;
  const [, row] = /^row:(\d+)$/.exec(Buffer.from(locator, 'base64url').toString('latin1')) ?? [];
  if (row === undefined) throw new ApiError(400, 'INVALID_LOCATOR', `Invalid locator: ${locator}`);
  return Number(row);
}

async function sendResults(job: QueryJob, req: Request, res: Response): Promise<void> {
  if (job.state !== 'JobComplete') {
    throw new ApiError(400, 'INVALIDJOBSTATE', `Results are not available: the job's state is ${job.state}`);
  }
  const from = rowOfLocator(req.query.locator);
  if (from > job.rows) throw new ApiError(400, 'INVALID_LOCATOR', 'The locator lies beyond the result');
  const asked = req.query.maxRecords === undefined ? MOST_ROWS : Number(req.query.maxRecords);
  if (!Number.isInteger(asked) || asked < 1) {
    throw new ApiError(400, 'API_ERROR', `Invalid value for maxRecords: ${String(req.query.maxRecords)}`);
  }
  const to = Math.min(job.rows, from + Math.min(asked, MOST_ROWS));
  res.status(200).type('text/csv');
  res.set('Sforce-NumberOfRecords', String(to - from));
  // The last page carries the word null; without the header clients ask on for ever.
  res.set('Sforce-Locator', to < job.rows ? locatorOf(to) : 'null');
  res.write(job.header);
  if (to === from) {
    res.end();
    return;
  }
  const { start, end } = await rowRange(job.files, from, to, job.rows);
  await pipeline(createReadStream(job.files.rows, { start, end: end === undefined ? undefined : end - 1 }), res);
}
