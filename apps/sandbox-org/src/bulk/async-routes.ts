import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import express from 'express';
import type { ErrorRequestHandler, Request, Response, Router } from 'express';
import { ApiError } from '../org/api-error.ts';
import type { Org } from '../org/org.ts';
import type { Sessions } from '../http/sessions.ts';
import { originOf } from '../http/writing.ts';
import { asyncXml, parseJobInfo } from './async-xml.ts';
import type { XmlContent } from './async-xml.ts';
import { asyncJobs } from './async-jobs.ts';
import type { AsyncBatch, AsyncJob, AsyncJobs } from './async-jobs.ts';
import { jobTime } from './job-time.ts';

/** Bulk API 1.0 (`/services/async/N`), with CSV: insert, update, upsert, delete and query. */
export function asyncRoutes(org: Org, sessions: Sessions, folder: string): Router {
  const router = express.Router({ mergeParams: true });
  const jobs = asyncJobs(org, folder);
  router.use((req, _res, next) => {
    checkSession(sessions, req);
    next();
  });
  jobRoutes(router, org, jobs);
  batchRoutes(router, jobs);
  router.use(answerError);
  return router;
}

function checkSession(sessions: Sessions, req: Request): void {
  try {
    sessions.check(`Bearer ${req.get('X-SFDC-Session') ?? ''}`);
  } catch {
    throw new ApiError(400, 'InvalidSessionId', 'Invalid session id');
  }
}

const xmlBody = express.text({ type: ['application/xml', 'text/xml'], limit: '64kb' });

function jobRoutes(router: Router, org: Org, jobs: AsyncJobs): void {
  router.post('/job', xmlBody, (req, res) => {
    send(res.status(201), 'jobInfo', jobInfo(org, jobs.open(parseJobInfo(String(req.body)), originOf(req, 'bulkapi'))));
  });
  router.get('/job/:id', (req, res) => send(res, 'jobInfo', jobInfo(org, jobs.get(req.params.id))));
  router.post('/job/:id', xmlBody, (req, res) => {
    const job = jobs.get(req.params.id);
    const { state } = parseJobInfo(String(req.body));
    if (state !== 'Closed' && state !== 'Aborted')
      throw new ApiError(400, 'InvalidJobState', `A job cannot become ${String(state)}`);
    job.state = state;
    send(res, 'jobInfo', jobInfo(org, job));
  });
}

function batchRoutes(router: Router, jobs: AsyncJobs): void {
  router.post('/job/:id/batch', async (req, res) => {
    const job = jobs.get(req.params.id);
    const batch = jobs.addBatch(job);
    if (job.operation.startsWith('query')) jobs.start(job, batch, await textOf(req));
    else {
      await pipeline(req, createWriteStream(batch.ingest.data));
      if (statSync(batch.ingest.data).size === 0) {
        jobs.removeBatch(job, batch);
        throw new ApiError(400, 'ClientInputError', 'Failed to read the batch: it is empty');
      }
      jobs.start(job, batch, '');
    }
    send(res.status(201), 'batchInfo', batchInfo(batch));
  });
  router.get('/job/:id/batch', (req, res) => {
    send(res, 'batchInfoList', { batchInfo: jobs.get(req.params.id).batches.map(batchInfo) });
  });
  router.get('/job/:id/batch/:batch', (req, res) => {
    send(res, 'batchInfo', batchInfo(jobs.getBatch(jobs.get(req.params.id), req.params.batch)));
  });
  router.get('/job/:id/batch/:batch/result', async (req, res) => {
    const job = jobs.get(req.params.id);
    const batch = completed(jobs.getBatch(job, req.params.batch));
    if (job.operation.startsWith('query')) send(res, 'result-list', { result: RESULT_ID });
    else await pipeline(createReadStream(batch.ingest.results), res.type('text/csv'));
  });
  router.get('/job/:id/batch/:batch/result/:result', async (req, res) => {
    const batch = completed(jobs.getBatch(jobs.get(req.params.id), req.params.batch));
    if (req.params.result !== RESULT_ID)
      throw new ApiError(400, 'InvalidBatch', `Unable to find result: ${req.params.result}`);
    res.type('text/csv').write(batch.header);
    await pipeline(createReadStream(batch.query.rows), res);
  });
}

/** A batch's one result. */
const RESULT_ID = '752x00000000001';

async function textOf(req: Request): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of req) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function completed(batch: AsyncBatch): AsyncBatch {
  if (batch.state !== 'Completed') throw new ApiError(400, 'InvalidBatch', `Batch not completed: ${batch.state}`);
  return batch;
}

const jobInfo = (org: Org, job: AsyncJob): XmlContent => ({
  id: job.id,
  operation: job.operation,
  object: job.object,
  createdById: org.userId,
  createdDate: jobTime(job.createdAt),
  systemModstamp: jobTime(job.createdAt),
  state: job.state,
  externalIdFieldName: job.externalIdField,
  concurrencyMode: 'Parallel',
  contentType: 'CSV',
  numberBatchesTotal: job.batches.length,
});

const batchInfo = (batch: AsyncBatch): XmlContent => ({
  id: batch.id,
  jobId: batch.jobId,
  state: batch.state,
  stateMessage: batch.stateMessage,
  createdDate: jobTime(batch.createdAt),
  systemModstamp: jobTime(batch.createdAt),
  numberRecordsProcessed: batch.processed,
  numberRecordsFailed: batch.failed,
});

const send = (res: Response, root: string, content: XmlContent): void => {
  res.type('application/xml').send(asyncXml(root, content));
};

const answerError: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  if (!(error instanceof ApiError) || res.headersSent) next(error);
  else send(res.status(400), 'error', { exceptionCode: error.errorCode, exceptionMessage: error.message });
};
