import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { openStorage } from '@leadlight/storage';
import { runNextOrgJob, withJob } from '@leadlight/workflows';

// A worker whose steps wait instead of working. It reports each step to its parent: when it starts, and when its claim ends.

/** As in `leadlight serve`. */
const SUPERVISE_INTERVAL_MS = 5_000;
const [folder, databaseUrl, stepMs] = process.argv.slice(2) as [string, string, string];
const storage = await openStorage({ folder, databaseUrl });
const ports = { ...storage, clock: { now: () => Date.now() } };
const stopped = new AbortController();
process.on('disconnect', () => stopped.abort());

const report = (event: 'ready' | 'starts' | 'ends', orgId: string) => process.send?.({ event, orgId, at: Date.now() });
report('ready', '');
await once(process, 'message');
let idle = 0;
let supervisedAt = -Infinity;
while (!stopped.signal.aborted) {
  if (performance.now() - supervisedAt > SUPERVISE_INTERVAL_MS) {
    supervisedAt = performance.now();
    await storage.jobQueue.supervise();
  }
  const ran = await runNextOrgJob(
    ports,
    ({ orgId, step }) =>
      withJob(storage.claims, orgId, step, async (lost, confirm) => {
        report('starts', orgId);
        await delay(Number(stepMs), undefined, { signal: lost });
        await confirm();
        report('ends', orgId);
      }),
    stopped.signal,
  );
  idle = ran ? 0 : idle + 1;
  if (!ran) await delay(Math.min(1_000, 50 * idle));
}
await storage.close();
