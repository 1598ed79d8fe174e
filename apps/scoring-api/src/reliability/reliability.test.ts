import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentValue } from '@leadlight/common';
import { openStorage } from '@leadlight/storage';
import { findPostgresBin, startPostgresCluster } from '@leadlight/storage/testing';
import { createApiKey } from '@leadlight/workflows';
import { describe, expect, it } from 'vitest';
import { testModel } from '../testing/test-model.ts';
import { compareScoreLog } from './compare-score-log.ts';
import { LoadGenerator } from './load-generator.ts';
import { QUERY_TIMEOUT_MS, runFaults, type TestBench } from './faults.ts';
import { SlowProxy } from './slow-proxy.ts';
import { SupervisedService } from './supervised-service.ts';

/** `LEADLIGHT_SOAK_SECONDS=300` for the long form, whose results are in docs/reliability.md. */
const SECONDS = environmentValue(process.env, 'LEADLIGHT_SOAK_SECONDS');
const IS_LONG = SECONDS >= 60;
const SEED = 7;
const CALLERS = 16;
/** Of the maximum rate. The faults find what they find at less, too, and other tests run meanwhile. */
const LOAD = IS_LONG ? 0.8 : 0.3;
const MAX_RATE_MS = IS_LONG ? 15_000 : 2_000;
const PAUSE_MS = IS_LONG ? ([2_000, 7_000] as const) : ([100, 300] as const);
/** Share of the run; in the rest no process is killed, so that a leak of memory becomes visible. */
const WITH_KILLS = 0.65;
const ORG = '00D000000000001EAA';
/** For queries about the key, the model and the score, and a margin. */
const MAX_RESPONSE_MS = 4 * QUERY_TIMEOUT_MS + 2_000;

const bin = findPostgresBin();
if (bin === undefined) {
  if (environmentValue(process.env, 'LEADLIGHT_REQUIRE_ALL'))
    throw new Error('LEADLIGHT_REQUIRE_ALL is 1, and no PostgreSQL was found.');
  process.stdout.write('skipped: no PostgreSQL\n');
}

async function startTestBench(folder: string): Promise<TestBench> {
  const cluster = await startPostgresCluster(bin!, ['fsync=on', 'synchronous_commit=on']);
  const storage = await openStorage({ databaseUrl: cluster.databaseUrl, folder });
  const proxy = await SlowProxy.start(join(cluster.folder, '.s.PGSQL.5432'));
  const { key, entry } = await createApiKey({ ...storage, clock: { now: () => Date.now() } }, ORG, 'soak');
  const modelIds: string[] = [];
  for (const seed of [1, 2, 3, 4]) {
    const model = testModel(seed);
    await storage.models.save(ORG, model.file, model.entry, true);
    modelIds.push(model.entry.id);
  }
  const service = await SupervisedService.start(`postgresql://leadlight@127.0.0.1:${proxy.port}/postgres`, [
    ...['--folder', folder, '--query-timeout-ms', String(QUERY_TIMEOUT_MS), '--rate-per-key', '100000'],
  ]);
  const callers = new LoadGenerator(service.url, key);
  return { orgId: ORG, service, cluster, proxy, storage, callers, modelIds, keyId: entry.id };
}

/** Load without faults and without a rate limit. @returns requests per second */
async function maxRate(callers: LoadGenerator): Promise<number> {
  for (const durationMs of [1_000, MAX_RATE_MS]) {
    const [before, from] = [callers.acknowledgedRequests, performance.now()];
    await callers.run(CALLERS, () => performance.now() - from > durationMs);
    if (durationMs === MAX_RATE_MS)
      return ((callers.acknowledgedRequests - before) / (performance.now() - from)) * 1_000;
  }
  throw new Error('not reached');
}

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;

describe.skipIf(bin === undefined)('scoring API under load and faults', () => {
  it(
    'answers or cleanly rejects every request, logs every acknowledged score once, and does not leak memory',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'leadlight-soak-'));
      const stage = await startTestBench(folder);
      const { service, callers } = stage;
      const maxRequestsPerSecond = await maxRate(callers);
      const [before, from] = [callers.acknowledgedRequests, performance.now()];
      callers.waitsMs.length = 0;

      let ended = false;
      const running = callers.run(CALLERS, () => ended, maxRequestsPerSecond * LOAD);
      const first = await runFaults(stage, SEED, SECONDS * WITH_KILLS * 1_000, PAUSE_MS);
      const memory: number[] = [];
      const sampling = setInterval(() => memory.push(service.residentMb()), 500);
      const second = await runFaults(stage, SEED + 1, SECONDS * (1 - WITH_KILLS) * 1_000, PAUSE_MS, ['kill -9']);
      clearInterval(sampling);
      ended = true;
      await running;
      const seconds = (performance.now() - from) / 1_000;
      callers.end();

      const log = await compareScoreLog(stage.storage, ORG, callers);
      const quarter = Math.ceil(memory.length / 4);
      const memoryMb = { early: quantile(memory.slice(0, quarter), 0.5), late: quantile(memory.slice(-quarter), 0.5) };
      const inOutage = callers.closed.filter(({ from: start, until }) =>
        service.outages.some((outage) => start <= outage.until && until >= outage.from),
      );
      const figures = {
        seconds: Math.round(seconds),
        maxRequestsPerSecond: Math.round(maxRequestsPerSecond),
        requestsPerSecond: Math.round((callers.acknowledgedRequests - before) / seconds),
        faults: Object.keys(first).map((name) => [name, (first[name as never] ?? 0) + (second[name as never] ?? 0)]),
        statuses: Object.fromEntries(callers.statuses),
        waitsMs: {
          p50: quantile(callers.waitsMs, 0.5),
          p99: quantile(callers.waitsMs, 0.99),
          max: quantile(callers.waitsMs, 1 - 1e-9),
        },
        log,
        memoryMb,
      };
      process.stdout.write(`${JSON.stringify(figures)}\n`);

      expect(log.uncertainAndLogged).toBeLessThanOrEqual(callers.uncertain.size);
      expect(log).toEqual({
        uncertainAndLogged: log.uncertainAndLogged,
        exactlyOnce: callers.acknowledged.size,
        again: 0,
        otherwise: 0,
        neverAcknowledged: 0,
        missing: 0,
      });
      expect(callers.invalidResponses).toEqual([]);
      expect(callers.inconsistent).toEqual([]);
      // A connection closes without a response only where its process was killed.
      expect(callers.closed.length - inOutage.length).toBe(0);
      expect(service.crashes).toBe(0);
      expect(figures.waitsMs.max).toBeLessThan(MAX_RESPONSE_MS);
      expect(Math.max(...memory)).toBeLessThan(300);
      if (IS_LONG) expect(memoryMb.late).toBeLessThan(memoryMb.early * 1.2);
      expect(await service.stop()).toBe(0);
      await stage.storage.close();
      await stage.proxy.stop();
      await stage.cluster.stop();
      rmSync(folder, { recursive: true, force: true });
    },
    SECONDS * 3_000 + 180_000,
  );
});
