import type { Request } from 'express';
import { ApiError } from '../org/api-error.ts';

const MAX_JOBS_PER_PAGE = 1_000;

interface ListedJob {
  readonly jobType: string;
  readonly concurrencyMode: string;
}

/**
 * A page of jobs, latest first, as the listing resources answer it: `jobType`, `concurrencyMode`,
 * `isPkChunkingEnabled` and `queryLocator` choose.
 * @throws ApiError INVALID_LOCATOR
 */
export function listJobs<Job, Answer extends ListedJob>(
  req: Request,
  jobs: readonly Job[],
  answerOf: (job: Job) => Answer,
): { done: boolean; nextRecordsUrl: string | null; records: Answer[] } {
  const { jobType, concurrencyMode, isPkChunkingEnabled, queryLocator } = req.query;
  const from = decodeLocator(queryLocator);
  const chosen = jobs
    .map(answerOf)
    .reverse()
    .filter((job) => jobType === undefined || job.jobType === jobType)
    .filter(
      (job) =>
        concurrencyMode === undefined || job.concurrencyMode.toLowerCase() === String(concurrencyMode).toLowerCase(),
    )
    // Only jobs of Bulk API 1.0 chunk by primary key on request.
    .filter(() => isPkChunkingEnabled !== 'true');
  const to = from + MAX_JOBS_PER_PAGE;
  const done = chosen.length <= to;
  const locator = Buffer.from(`jobs:${to}`).toString('base64url');
  return {
    done,
    nextRecordsUrl: done ? null : `${req.baseUrl}?queryLocator=${locator}`,
    records: chosen.slice(from, to),
  };
}

function decodeLocator(locator: unknown): number {
  if (locator === undefined) return 0;
  const [, place] = /^jobs:(\d+)$/.exec(Buffer.from(String(locator), 'base64url').toString('latin1')) ?? [];
  if (place === undefined) throw new ApiError(400, 'INVALID_LOCATOR', `Invalid locator: ${String(locator)}`);
  return Number(place);
}
