import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStorage } from '@leadlight/storage';
import { findPostgresBin, startPostgresCluster } from '@leadlight/storage/testing';
import { expect, it } from 'vitest';
import { shareWithLargeOrg } from './share-with-large-org.ts';

const bin = findPostgresBin();

it.skipIf(bin === undefined)(
  'does the jobs of small orgs before a large org is done, although every worker works for it',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'leadlight-fairness-'));
    const { databaseUrl, stop } = await startPostgresCluster(bin!);
    const storage = await openStorage({ folder, databaseUrl });
    try {
      // No bucket is done before: without a worker that stops helping, this would wait forever.
      const run = {
        workers: 2,
        smallOrgs: 3,
        stepMs: 1,
        sendEveryMs: 0,
        buckets: 8,
        bucketMs: null,
        yieldAfterMs: 100,
      };
      const { doneBefore, helpers, waitsMs } = await shareWithLargeOrg(storage, { folder, databaseUrl }, run);
      expect({ doneBefore, helpers, waits: waitsMs.length }).toEqual({ doneBefore: 3, helpers: 1, waits: 3 });
      expect(await storage.jobQueue.list(undefined, 10)).toEqual([]);
    } finally {
      await storage.close();
      await stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
  120_000,
);
