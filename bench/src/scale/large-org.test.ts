import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentValue } from '@leadlight/common';
import { openStorage, type Storage } from '@leadlight/storage';
import { findPostgresBin, startPostgresCluster, type PostgresCluster } from '@leadlight/storage/testing';
import type { BucketSizes } from '@leadlight/workflows';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateOrg } from './generate-org.ts';
import { afterEachBucket, forgetScores, hashScores, measureStage } from './measure-org.ts';
import type { Stage, StageOptions } from './org-process.ts';

/** `LEADLIGHT_SOAK_SECONDS=60` for the long form. */
const IS_LONG = environmentValue(process.env, 'LEADLIGHT_SOAK_SECONDS') >= 60;
const LEADS = IS_LONG ? 100_000 : 500;
const KILLS = IS_LONG ? 6 : 1;
const NOW = Date.UTC(2026, 10, 20, 9);
const ORG = '00D000000000001EAA';
const IN_BUCKETS = { largeFrom: 0, leadsPerBucket: Math.ceil(LEADS / 12) };
const IN_ONE_PROCESS = { largeFrom: Infinity, leadsPerBucket: Infinity };

const bin = findPostgresBin();

describe.skipIf(bin === undefined)('a large org', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-large-'));
  let cluster: PostgresCluster;
  let storage: Storage;
  let options: Omit<StageOptions, 'stage' | 'sizes'>;

  beforeAll(async () => {
    cluster = await startPostgresCluster(bin!);
    const { databaseUrl } = cluster;
    storage = await openStorage({ folder, databaseUrl });
    await generateOrg(storage, { bin: bin!, databaseUrl }, ORG, { leads: LEADS, seed: 1, now: NOW });
    options = { folder, databaseUrl, orgId: ORG, now: NOW, maxSnapshots: LEADS };
  }, 600_000);
  afterAll(async () => {
    await storage?.close();
    await cluster?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** With two workers, the one that started the run is killed after a bucket, and continues it. */
  const measure = (stage: Stage, sizes: BucketSizes, workers: 1 | 2 = 1) =>
    measureStage(
      { ...options, stage, sizes },
      workers,
      workers === 2 ? afterEachBucket(storage, ORG, KILLS) : undefined,
    );

  it('has the same examples bit for bit in one process, in buckets, and where processes that share them are killed', async () => {
    const whole = await measure('examples', IN_ONE_PROCESS);
    expect(Number(whole.result['snapshots'])).toBeGreaterThan(LEADS);
    const shared = await measure('examples', IN_BUCKETS, 2);
    expect(shared.kills).toBe(KILLS);
    expect(shared.result).toEqual(whole.result);
  }, 600_000);

  it('has the same scores, each logged once, in one process, in buckets, and where processes are killed', async () => {
    await measure('train', IN_ONE_PROCESS);
    const scores: unknown[] = [];
    for (const [sizes, workers] of [
      [IN_ONE_PROCESS, 1],
      [IN_BUCKETS, 2],
    ] as const) {
      await forgetScores(storage, ORG);
      const { result } = await measure('score', sizes, workers);
      const stored = await hashScores(storage, ORG);
      expect(stored.logged).toBe(stored.leads);
      scores.push({ result, stored });
    }
    expect(scores[0]).toMatchObject({ result: { scored: expect.any(Number) as number, held: 0 } });
    expect(scores[1]).toEqual(scores[0]);
  }, 600_000);
});
