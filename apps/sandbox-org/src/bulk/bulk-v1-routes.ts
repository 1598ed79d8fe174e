import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import express, { type ErrorRequestHandler, type Request, type Response, type Router } from 'express';
import type { Sessions } from '../auth/sessions.ts';
import { changeOrigin } from '../http/write-context.ts';
import { ApiError, badRequest } from '../org/api-error.ts';
import { formatApiTime } from '../soql/record-json.ts';
import type { Org } from '../org/org.ts';
import { type BulkV1Batch, type BulkV1Job, BulkV1Jobs, getBatch, removeBatch } from './bulk-v1-jobs.ts';
import { parseJobInfo, toBulkV1Xml, type XmlContent } from './bulk-v1-xml.ts';

/** Bulk API 1.0 (`/services/async/N`), with CSV: insert, update, upsert, delete and query. */
export function bulkV1Routes(org: Org, sessions: Sessions, folder: string): Router {
  const router = express.Router({ mergeParams: true });
  const jobs = new BulkV1Jobs(org, folder);
  router.use((req, _res, next) => {
    checkSessionHeader(sessions, req);
    next();
  });
  jobRoutes(router, org, jobs);
  batchRoutes(router, jobs);
  router.use(handleError);
  return router;
}

function checkSessionHeader(sessions: Sessions, req: Request): void {
  try {
    sessions.check(`Bearer ${req.get('X-SFDC-Session') ?? ''}`);
  } catch {
    throw badRequest('InvalidSessionId', 'Invalid session id');
  }
}

const xmlBody = express.text({ type: ['application/xml', 'text/xml'], limit: '64kb' });

function jobRoutes(router: Router, org: Org, jobs: BulkV1Jobs): void {
  router.post('/job', xmlBody, (req, res) => {
    sendXml(
      res.status(201),
      'jobInfo',
      toJobInfo(org, jobs.open(parseJobInfo(String(req.body)), changeOrigin(req, 'bulkapi'))),
    );
  });
  router.get('/job/:id', (req, res) => sendXml(res, 'jobInfo', toJobInfo(org, jobs.get(req.params.id))));
  router.post('/job/:id', xmlBody, (req, res) => {
    const job = jobs.get(req.params.id);
    const { state } = parseJobInfo(String(req.body));
    if (state !== 'Closed' && state !== 'Aborted')
      throw badRequest('InvalidJobState', `A job cannot become ${String(state)}`);
    job.state = state;
    sendXml(res, 'jobInfo', toJobInfo(org, job));
  });
}

function batchRoutes(router: Router, jobs: BulkV1Jobs): void {
  router.post('/job/:id/batch', async (req, res) => {
    const job = jobs.get(req.params.id);
    const batch = jobs.addBatch(job);
    if (job.operation.startsWith('query')) jobs.start(job, batch, await readText(req));
    else {
      await pipeline(req, createWriteStream(batch.ingest.data));
      if (statSync(batch.ingest.data).size === 0) {
        removeBatch(job, batch);
        throw badRequest('ClientInputError', 'Failed to read the batch: it is empty');
      }
      jobs.start(job, batch, '');
    }
    sendXml(res.status(201), 'batchInfo', toBatchInfo(batch));
  });
  router.get('/job/:id/batch', (req, res) => {
    sendXml(res, 'batchInfoList', { batchInfo: jobs.get(req.params.id).batches.map(toBatchInfo) });
  });
  router.get('/job/:id/batch/:batch', (req, res) => {
    sendXml(res, 'batchInfo', toBatchInfo(getBatch(jobs.get(req.params.id), req.params.batch)));
  });
  router.get('/job/:id/batch/:batch/result', async (req, res) => {
    const job = jobs.get(req.params.id);
    const batch = requireCompleted(getBatch(job, req.params.batch));
    if (job.operation.startsWith('query')) sendXml(res, 'result-list', { result: RESULT_ID });
    else await pipeline(createReadStream(batch.ingest.results), res.type('text/csv'));
  });
  router.get('/job/:id/batch/:batch/result/:result', async (req, res) => {
    const batch = requireCompleted(getBatch(jobs.get(req.params.id), req.params.batch));
    if (req.params.result !== RESULT_ID)
      throw badRequest('InvalidBatch', `Unable to find result: ${req.params.result}`);
    res.type('text/csv').write(batch.header);
    await pipeline(createReadStream(batch.query.rows), res);
  });
}

const RESULT_ID = '752x00000000001';

async function readText(req: Request): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of req) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function requireCompleted(batch: BulkV1Batch): BulkV1Batch {
  if (batch.state !== 'Completed') throw badRequest('InvalidBatch', `Batch not completed: ${batch.state}`);
  return batch;
}

const toJobInfo = (org: Org, job: BulkV1Job): XmlContent => ({
  id: job.id,
  operation: job.operation,
  object: job.object,
  createdById: org.userId,
  createdDate: formatApiTime(job.createdAt),
  systemModstamp: formatApiTime(job.createdAt),
  state: job.state,
  externalIdFieldName: job.externalIdField,
  concurrencyMode: 'Parallel',
  contentType: 'CSV',
  numberBatchesTotal: job.batches.length,
});

const toBatchInfo = (batch: BulkV1Batch): XmlContent => ({
  id: batch.id,
  jobId: batch.jobId,
  state: batch.state,
  stateMessage: batch.stateMessage,
  createdDate: formatApiTime(batch.createdAt),
  systemModstamp: formatApiTime(batch.createdAt),
  numberRecordsProcessed: batch.processed,
  numberRecordsFailed: batch.failed,
});

const sendXml = (res: Response, root: string, content: XmlContent): void => {
  res.type('application/xml').send(toBulkV1Xml(root, content));
};

const handleError: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  if (!(error instanceof ApiError) || res.headersSent) next(error);
  else sendXml(res.status(400), 'error', { exceptionCode: error.errorCode, exceptionMessage: error.message });
};
