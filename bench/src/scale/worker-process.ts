import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { HOUR_MS } from '@leadlight/common';
import { openStorage } from '@leadlight/storage';
import {
  isHelpStep,
  runNextOrgJob,
  shareRun,
  withJob,
  workOnBuckets,
  yieldToOthers,
  type BucketRun,
  type DoBucket,
  type OrgJob,
} from '@leadlight/workflows';

// A worker whose steps wait instead of working. It reports each step to its parent: when it starts, and when its claim ends.

/** What the process is started with, as JSON. */
export interface WorkerOptions {
  readonly folder: string;
  readonly databaseUrl: string;
  readonly stepMs: number;
  readonly large?: LargeOrg;
}

/** An org whose step is a run over buckets of one lead each, with which other workers help. */
export interface LargeOrg {
  readonly orgId: string;
  /** null = a bucket waits until the parent sends a message */
  readonly bucketMs: number | null;
  readonly yieldAfterMs: number;
}

export interface WorkerReport {
  /** `ready`: it has opened storage, and waits for a message. */
  readonly event: 'ready' | 'starts' | 'ends';
  readonly orgId: string;
  readonly step: string;
  readonly at: number;
}

/** As in `leadlight serve`. */
const SUPERVISE_INTERVAL_MS = 5_000;
const { folder, databaseUrl, stepMs, large } = JSON.parse(process.argv[2]!) as WorkerOptions;
const storage = await openStorage({ folder, databaseUrl });
const ports = { ...storage, clock: { now: () => Date.now() } };
const stopped = new AbortController();
process.on('disconnect', () => stopped.abort());

const report = (event: WorkerReport['event'], { orgId, step }: Pick<OrgJob, 'orgId' | 'step'>) =>
  process.send?.({ event, orgId, step, at: Date.now() } satisfies WorkerReport);
report('ready', { orgId: '', step: '' });
await once(process, 'message');
const released = once(process, 'message');

const bucketWork =
  ({ runId }: BucketRun, { orgId, bucketMs }: LargeOrg, signal: AbortSignal): DoBucket =>
  async ({ bucket }) => {
    signal.throwIfAborted();
    if (bucketMs === null) await Promise.race([released, once(signal, 'abort')]);
    else await delay(bucketMs, undefined, { signal });
    signal.throwIfAborted();
    await storage.bucketRuns.save(orgId, { runId, bucket, resultOf: () => new Uint8Array(1) });
  };

async function doLargeStep(org: LargeOrg, signal: AbortSignal): Promise<void> {
  const payload = { now: 0 };
  const started = { kind: 'score', key: '', payload, which: 'all', leadsPerBucket: 1, maxAgeMs: HOUR_MS } as const;
  const run = await storage.bucketRuns.start(org.orgId, started);
  await shareRun(ports, org.orgId, run, bucketWork(run, org, signal), signal);
  await storage.bucketRuns.end(org.orgId, run.runId);
}

async function helpLarge(org: LargeOrg, signal: AbortSignal): Promise<void> {
  for (const run of await storage.bucketRuns.list(org.orgId)) {
    await workOnBuckets(ports, org.orgId, run, bucketWork(run, org, signal), signal);
  }
}

let idle = 0;
let supervisedAt = -Infinity;
while (!stopped.signal.aborted) {
  if (performance.now() - supervisedAt > SUPERVISE_INTERVAL_MS) {
    supervisedAt = performance.now();
    await storage.jobQueue.supervise();
  }
  let hasYielded = false;
  const ran = await runNextOrgJob(
    ports,
    async (job, lost) => {
      if (large && isHelpStep(job.step)) {
        report('starts', job);
        hasYielded = await yieldToOthers(ports, large.yieldAfterMs, lost, (signal) => helpLarge(large, signal));
        return;
      }
      await withJob(storage.claims, job.orgId, job.step, async (claimLost, confirm) => {
        report('starts', job);
        if (large && job.orgId === large.orgId) await doLargeStep(large, AbortSignal.any([lost, claimLost]));
        else await delay(stepMs, undefined, { signal: claimLost });
        await confirm();
        report('ends', job);
      });
    },
    stopped.signal,
  );
  if (ran && hasYielded) await storage.jobQueue.send(ran.job.orgId, ran.job.step);
  idle = ran ? 0 : idle + 1;
  if (!ran) await delay(Math.min(1_000, 50 * idle));
}
await storage.close();
