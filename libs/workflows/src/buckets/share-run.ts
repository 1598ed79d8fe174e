import { setTimeout as delay } from 'node:timers/promises';
import { isLeadlightError } from '@leadlight/common';
import type { BucketRun, BucketRuns, JobClaims, JobQueue, LeadBucket } from '../ports/index.ts';
import { whileClaimed } from '../with-job.ts';

export interface BucketPorts {
  readonly bucketRuns: BucketRuns;
  readonly claims: JobClaims;
  readonly jobQueue: Pick<JobQueue, 'send' | 'list' | 'cancel'>;
}

/** Does one bucket's work and stores its result. */
export type DoBucket = (bucket: LeadBucket) => Promise<void>;

/** Steps of an org's jobs that ask other workers to help with its runs begin with this. */
export const HELP_STEP = 'buckets';
/** Other workers that are asked to help, at most. */
const MAX_HELPERS = 7;
/** A helper takes a moment to start: by then, fewer buckets than this for each would be done. */
const BUCKETS_PER_HELPER = 4;
/** How often it is checked whether others have done the last buckets. */
const WAIT_MS = 250;
const MAX_JOBS_LISTED = 1_000;

export const isHelpStep = (step: string): boolean => step.startsWith(`${HELP_STEP} `);

/**
 * Works on the run's buckets until all have a result, and asks other workers to help. A bucket whose process died is done by another
 * one once its claim is free.
 * @param onDone called with the number of buckets done, no matter by which process
 */
export async function shareRun(
  ports: BucketPorts,
  orgId: string,
  run: BucketRun,
  doBucket: DoBucket,
  stop: AbortSignal,
  onDone: (done: number, all: number) => void = () => undefined,
): Promise<void> {
  const { bucketRuns, jobQueue } = ports;
  const all = await bucketRuns.count(orgId, run.runId);
  const helpers = Math.min(MAX_HELPERS, Math.floor(all / BUCKETS_PER_HELPER));
  for (let n = 1; n <= helpers; n += 1) await jobQueue.send(orgId, `${HELP_STEP} ${n}`);
  try {
    for (;;) {
      const left = await workOnBuckets(ports, orgId, run, doBucket, stop, (waiting) => onDone(all - waiting, all));
      if (left === 0) return;
      await delay(WAIT_MS, undefined, { signal: stop });
    }
  } finally {
    await withdrawRequests(ports, orgId, run);
  }
}

/**
 * Cancels the requests for help that no worker has taken yet, unless the org has another run: helpers are asked for by org, not by
 * run. Helpers that are running stop when they find no bucket to work on.
 */
async function withdrawRequests(
  { bucketRuns, jobQueue }: Pick<BucketPorts, 'bucketRuns' | 'jobQueue'>,
  orgId: string,
  { runId }: BucketRun,
): Promise<void> {
  const runs = await bucketRuns.list(orgId);
  if (runs.some((run) => run.runId !== runId)) return;
  for (const { id, step, state } of await jobQueue.list(orgId, MAX_JOBS_LISTED)) {
    if (isHelpStep(step) && state !== 'running') await jobQueue.cancel(orgId, id);
  }
}

/**
 * Does the buckets that no other process has claimed, one after the other.
 * @returns how many are left for others
 */
export async function workOnBuckets(
  { bucketRuns, claims }: Pick<BucketPorts, 'bucketRuns' | 'claims'>,
  orgId: string,
  run: BucketRun,
  doBucket: DoBucket,
  stop: AbortSignal,
  onWaiting: (waiting: number) => void = () => undefined,
): Promise<number> {
  const stepOf = ({ bucket }: LeadBucket) => `${run.kind} ${bucket}`;
  for (;;) {
    const waiting = await bucketRuns.waiting(orgId, run);
    onWaiting(waiting.length);
    let done = 0;
    // Every process starts at another bucket, so that two rarely want the same one.
    for (const bucket of rotated(waiting, process.pid)) {
      stop.throwIfAborted();
      const claim = await claims.claim(orgId, stepOf(bucket));
      if (claim === undefined) continue;
      const isDone = await whileClaimed(claim, () => doWaiting(bucketRuns, orgId, run, bucket, doBucket));
      if (!isDone) continue;
      done += 1;
      onWaiting(waiting.length - done);
    }
    if (done === 0) return waiting.length;
  }
}

/** @returns false if another process has done the bucket */
async function doWaiting(
  bucketRuns: BucketRuns,
  orgId: string,
  { runId }: BucketRun,
  bucket: LeadBucket,
  doBucket: DoBucket,
): Promise<boolean> {
  if (!(await bucketRuns.isWaiting(orgId, runId, bucket.bucket))) return false;
  try {
    await doBucket(bucket);
    return true;
  } catch (error) {
    // Another process took it over, or the run has ended, which the next list of waiting buckets shows.
    if (isLeadlightError(error, 'claim_lost')) return false;
    throw error;
  }
}

/** Spreads processes with successive ids evenly over the buckets. */
function rotated<Item>(items: readonly Item[], pid: number): readonly Item[] {
  const GOLDEN_RATIO = 0.618_033_988_749_895;
  const first = Math.floor(((pid * GOLDEN_RATIO) % 1) * items.length);
  return [...items.slice(first), ...items.slice(0, first)];
}
