import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import express, { type Request, type Response, type Router } from 'express';
import { bodyStream } from '../http/compression.ts';
import { versionNumber } from '../http/version.ts';
import { ApiError, badRequest } from '../org/api-error.ts';
import type { Org } from '../org/org.ts';
import { parseCsvFormat } from './csv.ts';
import { toJobInfo, toProgressInfo } from './job-info.ts';
import { decodeLocator, encodeLocator, listJobs } from './job-list.ts';
import type { QueryJob, QueryJobs } from './query-jobs.ts';
import { findByteRange } from './query-result.ts';

const MAX_ROWS_PER_PAGE = 250_000;

const toQueryJobInfo = (org: Org, job: QueryJob) => ({
  ...toJobInfo(org, job),
  operation: job.operation,
  object: job.object,
});
const toListedJobInfo = (org: Org, job: QueryJob) => ({ ...toQueryJobInfo(org, job), jobType: 'V2Query' });

export function queryJobRoutes(org: Org, jobs: QueryJobs): Router {
  const router = express.Router({ mergeParams: true });
  router.post('/', (req, res) => {
    const request = (req.body ?? {}) as Readonly<Record<string, unknown>>;
    const { operation, query } = request;
    if (operation !== 'query' && operation !== 'queryAll') {
      throw badRequest('API_ERROR', 'The operation of a query job is query or queryAll');
    }
    if (typeof query !== 'string') throw badRequest('API_ERROR', 'A query job needs a query');
    const format = parseCsvFormat(request, (message) => badRequest('API_ERROR', message));
    res.json(
      toQueryJobInfo(
        org,
        startJob(() => jobs.start(query, operation, versionNumber(req), format)),
      ),
    );
  });
  router.get('/', (req, res) => {
    res.json(listJobs(req, jobs.list(), (job) => toListedJobInfo(org, job)));
  });
  router.get('/:id', (req, res) => {
    const job = jobs.get(req.params.id);
    const progress = { numberRecordsProcessed: job.rows, isPkChunkingSupported: true };
    res.json({ ...toListedJobInfo(org, job), ...toProgressInfo(job), ...progress });
  });
  router.patch('/:id', (req, res) => {
    if ((req.body as { state?: unknown } | undefined)?.state !== 'Aborted') {
      throw badRequest('API_ERROR', 'A query job can only be set to Aborted');
    }
    res.json(toQueryJobInfo(org, jobs.abort(req.params.id)));
  });
  router.delete('/:id', (req, res) => {
    jobs.remove(req.params.id);
    res.status(204).end();
  });
  router.get('/:id/results', async (req, res) => {
    const job = jobs.get(req.params.id);
    if (job.apiVersion !== versionNumber(req)) {
      const message = `The results of this job are available in API version ${job.apiVersion.toFixed(1)} only`;
      throw new ApiError(409, 'API_ERROR', message);
    }
    await sendResults(job, req, res);
  });
  return router;
}

/** Like the platform, reports an invalid query of a job by text, with a code of the Bulk API. */
function startJob(start: () => QueryJob): QueryJob {
  try {
    return start();
  } catch (error) {
    if (error instanceof ApiError && error.status === 400) throw badRequest('API_ERROR', error.message);
    throw error;
  }
}

async function sendResults(job: QueryJob, req: Request, res: Response): Promise<void> {
  if (job.state !== 'JobComplete') {
    throw badRequest('INVALIDJOBSTATE', `Results are not available: the job's state is ${job.state}`);
  }
  const start = decodeLocator('row', req.query.locator);
  if (start > job.rows) throw badRequest('INVALID_LOCATOR', 'The locator lies beyond the result');
  const maxRecords = req.query.maxRecords === undefined ? MAX_ROWS_PER_PAGE : Number(req.query.maxRecords);
  if (!Number.isInteger(maxRecords) || maxRecords < 1) {
    throw badRequest('API_ERROR', `Invalid value for maxRecords: ${String(req.query.maxRecords)}`);
  }
  const end = Math.min(job.rows, start + Math.min(maxRecords, MAX_ROWS_PER_PAGE));
  res.status(200).type('text/csv');
  res.set('Sforce-NumberOfRecords', String(end - start));
  // The last page has the text `null`; without the header, clients would continue for ever.
  res.set('Sforce-Locator', end < job.rows ? encodeLocator('row', end) : 'null');
  const body = bodyStream(req, res);
  body.write(job.header);
  if (end === start) {
    body.end();
    return;
  }
  const bytes = await findByteRange(job.files, start, end, job.rows);
  await pipeline(createReadStream(job.files.rows, bytes), body);
}
