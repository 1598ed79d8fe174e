import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import express, { type Request, type Response, type Router } from 'express';
import { bodyStream } from '../http/compression.ts';
import { versionNumber } from '../http/version.ts';
import { changeOrigin } from '../http/write-context.ts';
import { ApiError, badRequest } from '../org/api-error.ts';
import type { Org } from '../org/org.ts';
import type { IngestJob, IngestJobRequest, IngestJobs } from './ingest-jobs.ts';
import { toJobInfo, toProgressInfo } from './job-info.ts';
import { listJobs } from './job-list.ts';

const toIngestJobInfo = (org: Org, job: IngestJob) => ({
  ...toJobInfo(org, job),
  operation: job.spec.operation,
  object: job.spec.object.name,
  externalIdFieldName: job.spec.operation === 'upsert' ? job.spec.externalIdField : undefined,
  contentUrl: `services/data/v${job.apiVersion}.0/jobs/ingest/${job.id}/batches`,
});
const toListedJobInfo = (org: Org, job: IngestJob) => ({ ...toIngestJobInfo(org, job), jobType: 'V2Ingest' });

/** As on the platform. */
const MAX_UPLOAD_BYTES = 150_000_000;

export function ingestJobRoutes(org: Org, jobs: IngestJobs): Router {
  const router = express.Router({ mergeParams: true });

  router.post('/', (req, res) => {
    const request = (req.body ?? {}) as IngestJobRequest;
    res.json(toIngestJobInfo(org, jobs.open(request, versionNumber(req), changeOrigin(req, 'bulkapi'))));
  });
  router.get('/', (req, res) => {
    res.json(listJobs(req, jobs.list(), (job) => toListedJobInfo(org, job)));
  });
  router.put('/:id/batches', async (req, res) => {
    await receiveUpload(jobs.get(req.params.id), req);
    res.status(201).end();
  });
  router.get('/:id', (req, res) => {
    const job = jobs.get(req.params.id);
    res.json({
      ...toListedJobInfo(org, job),
      ...toProgressInfo(job),
      apiActiveProcessingTime: job.changedAt - job.createdAt,
      apexProcessingTime: 0,
      numberRecordsProcessed: job.processed,
      numberRecordsFailed: job.failed,
    });
  });
  router.patch('/:id', (req, res) => {
    const job = jobs.get(req.params.id);
    const state = (req.body as { state?: unknown } | undefined)?.state;
    if (state === 'UploadComplete') jobs.start(job);
    else if (state === 'Aborted') jobs.abort(job);
    else throw badRequest('INVALIDJOBSTATE', `A job cannot be set to ${String(state)}`);
    res.json(toIngestJobInfo(org, job));
  });
  router.delete('/:id', (req, res) => {
    jobs.remove(jobs.get(req.params.id));
    res.status(204).end();
  });
  const results = {
    successfulResults: 'successful',
    failedResults: 'failed',
    unprocessedrecords: 'unprocessed',
  } as const;
  for (const [path, kind] of Object.entries(results)) {
    router.get(`/:id/${path}`, (req, res) => sendResults(jobs.get(req.params.id), kind, req, res));
  }
  return router;
}

async function receiveUpload(job: IngestJob, req: Request): Promise<void> {
  if (job.state !== 'Open') {
    throw badRequest('INVALIDJOBSTATE', `Data cannot be uploaded to a job that is ${job.state}`);
  }
  if (job.uploaded) throw badRequest('INVALIDJOBSTATE', 'A job takes one upload');
  if (Number(req.headers['content-length'] ?? 0) > MAX_UPLOAD_BYTES) throw tooLarge();
  const file = createWriteStream(job.files.data);
  await (req.get('Content-Encoding') === 'gzip'
    ? pipeline(req, createGunzip(), limitBytes, file)
    : pipeline(req, limitBytes, file));
  job.uploaded = true;
}

const tooLarge = (): ApiError => new ApiError(413, 'REQUEST_ENTITY_TOO_LARGE', 'A job takes at most 150 MB');

/** @throws ApiError for more bytes than a job may have */
async function* limitBytes(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > MAX_UPLOAD_BYTES) throw tooLarge();
    yield chunk;
  }
}

async function sendResults(
  job: IngestJob,
  kind: 'successful' | 'failed' | 'unprocessed',
  req: Request,
  res: Response,
): Promise<void> {
  if (job.state !== 'JobComplete' && job.state !== 'Failed' && job.state !== 'Aborted') {
    throw badRequest('INVALIDJOBSTATE', `Results are not available: the job's state is ${job.state}`);
  }
  await job.written;
  res.type('text/csv');
  if (existsSync(job.files[kind])) await pipeline(createReadStream(job.files[kind]), bodyStream(req, res));
  else res.end();
}
