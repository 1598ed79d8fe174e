import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import express, { type Request, type Response, type Router } from 'express';
import { versionNumber } from '../http/version.ts';
import { changeOrigin } from '../http/write-context.ts';
import { ApiError } from '../org/api-error.ts';
import { formatApiTime } from '../org/api-time.ts';
import type { Org } from '../org/org.ts';
import type { IngestJob, IngestJobRequest, IngestJobs } from './ingest-jobs.ts';
import { listJobs } from './job-list.ts';

function toJobInfo(org: Org, job: IngestJob) {
  return {
    id: job.id,
    operation: job.spec.operation,
    object: job.spec.object.name,
    createdById: org.userId,
    createdDate: formatApiTime(job.createdAt),
    systemModstamp: formatApiTime(job.changedAt),
    state: job.state,
    externalIdFieldName: job.spec.operation === 'upsert' ? job.spec.externalIdField : undefined,
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    apiVersion: job.apiVersion,
    contentUrl: `services/data/v${job.apiVersion}.0/jobs/ingest/${job.id}/batches`,
    lineEnding: job.format.lineEnding,
    columnDelimiter: job.format.delimiter,
  };
}

const toListedJobInfo = (org: Org, job: IngestJob) => ({ ...toJobInfo(org, job), jobType: 'V2Ingest' });

const toProgressInfo = (org: Org, job: IngestJob) => ({
  ...toListedJobInfo(org, job),
  retries: 0,
  totalProcessingTime: job.changedAt - job.createdAt,
  apiActiveProcessingTime: job.changedAt - job.createdAt,
  apexProcessingTime: 0,
  numberRecordsProcessed: job.processed,
  numberRecordsFailed: job.failed,
  errorMessage: job.errorMessage,
});

/** As on the platform. */
const MAX_UPLOAD_BYTES = 150_000_000;

export function ingestJobRoutes(org: Org, jobs: IngestJobs): Router {
  const router = express.Router({ mergeParams: true });

  router.post('/', (req, res) => {
    const request = (req.body ?? {}) as IngestJobRequest;
    res.json(toJobInfo(org, jobs.open(request, versionNumber(req), changeOrigin(req, 'bulkapi'))));
  });
  router.get('/', (req, res) => {
    res.json(listJobs(req, jobs.list(), (job) => toListedJobInfo(org, job)));
  });
  router.put('/:id/batches', async (req, res) => {
    await receiveUpload(jobs.get(req.params.id), req);
    res.status(201).end();
  });
  router.get('/:id', (req, res) => {
    res.json(toProgressInfo(org, jobs.get(req.params.id)));
  });
  router.patch('/:id', (req, res) => {
    const job = jobs.get(req.params.id);
    const state = (req.body as { state?: unknown } | undefined)?.state;
    if (state === 'UploadComplete') jobs.start(job);
    else if (state === 'Aborted') jobs.abort(job);
    else throw new ApiError(400, 'INVALIDJOBSTATE', `A job cannot be set to ${String(state)}`);
    res.json(toJobInfo(org, job));
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
    router.get(`/:id/${path}`, (req, res) => sendResults(jobs.get(req.params.id), kind, res));
  }
  return router;
}

async function receiveUpload(job: IngestJob, req: Request): Promise<void> {
  if (job.state !== 'Open') {
    throw new ApiError(400, 'INVALIDJOBSTATE', `Data cannot be uploaded to a job that is ${job.state}`);
  }
  if (job.uploaded) throw new ApiError(400, 'INVALIDJOBSTATE', 'A job takes one upload');
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
  res: Response,
): Promise<void> {
  if (job.state !== 'JobComplete' && job.state !== 'Failed' && job.state !== 'Aborted') {
    throw new ApiError(400, 'INVALIDJOBSTATE', `Results are not available: the job's state is ${job.state}`);
  }
  await job.written;
  res.type('text/csv');
  if (existsSync(job.files[kind])) await pipeline(createReadStream(job.files[kind]), res);
  else res.end();
}
