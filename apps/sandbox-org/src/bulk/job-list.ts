import type { Request } from 'express';
import { badRequest } from '../org/api-error.ts';

const MAX_JOBS_PER_PAGE = 1_000;

interface ListedJob {
  readonly jobType: string;
  readonly concurrencyMode: string;
}

/**
 * A page of jobs, latest first, filtered by the parameters `jobType`, `concurrencyMode` and `isPkChunkingEnabled` and
 * continued by `queryLocator`.
 * @throws ApiError INVALID_LOCATOR
 */
export function listJobs<Job, Info extends ListedJob>(
  req: Request,
  jobs: readonly Job[],
  toInfo: (job: Job) => Info,
): { done: boolean; nextRecordsUrl: string | null; records: Info[] } {
  const { jobType, concurrencyMode, isPkChunkingEnabled, queryLocator } = req.query;
  const start = decodeLocator('jobs', queryLocator);
  const mode = concurrencyMode === undefined ? undefined : String(concurrencyMode).toLowerCase();
  const selected = jobs
    .map(toInfo)
    .reverse()
    .filter((job) => jobType === undefined || job.jobType === jobType)
    .filter((job) => mode === undefined || job.concurrencyMode.toLowerCase() === mode)
    // Only jobs of Bulk API 1.0 can chunk by primary key.
    .filter(() => isPkChunkingEnabled !== 'true');
  const end = start + MAX_JOBS_PER_PAGE;
  const done = selected.length <= end;
  return {
    done,
    nextRecordsUrl: done ? null : `${req.baseUrl}?queryLocator=${encodeLocator('jobs', end)}`,
    records: selected.slice(start, end),
  };
}

/** A locator is an offset, opaque to clients. */
export const encodeLocator = (kind: 'jobs' | 'row', offset: number): string =>
  Buffer.from(`${kind}:${offset}`).toString('base64url');

/** @returns 0 without a locator. @throws ApiError INVALID_LOCATOR */
export function decodeLocator(kind: 'jobs' | 'row', locator: unknown): number {
  if (locator === undefined || locator === '') return 0;
  const text = Buffer.from(String(locator), 'base64url').toString('latin1');
  const offset = text.startsWith(`${kind}:`) ? text.slice(kind.length + 1) : '';
  if (!/^\d+$/.test(offset)) throw badRequest('INVALID_LOCATOR', `Invalid locator: ${String(locator)}`);
  return Number(offset);
}
