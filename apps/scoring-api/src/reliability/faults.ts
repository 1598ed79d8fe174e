import { setTimeout as pause } from 'node:timers/promises';
import { seededRandom } from '@leadlight/common';
import { createPool, type Storage } from '@leadlight/storage';
import type { PostgresCluster } from '@leadlight/storage/testing';
import { rotateApiKey } from '@leadlight/workflows';
import type { LoadGenerator } from './load-generator.ts';
import type { SlowProxy } from './slow-proxy.ts';
import type { SupervisedService } from './supervised-service.ts';

export interface TestBench {
  readonly orgId: string;
  readonly service: SupervisedService;
  readonly cluster: PostgresCluster;
  readonly proxy: SlowProxy;
  /** Connected without the proxy. */
  readonly storage: Storage;
  readonly callers: LoadGenerator;
  readonly modelIds: readonly string[];
  keyId: string;
}

/** Longer than the query timeout of the service. */
export const STALL_MS = 3_000;
export const QUERY_TIMEOUT_MS = 2_000;

export const FAULTS = {
  'model swap': ({ storage, orgId, modelIds }, chance) =>
    storage.models.activate(orgId, modelIds[chance(modelIds.length)]!),
  'key rotation': async (stage) => {
    const ports = { ...stage.storage, clock: { now: () => Date.now() } };
    const { entry, key } = await rotateApiKey(ports, stage.orgId, stage.keyId, 5_000);
    stage.keyId = entry.id;
    stage.callers.key = key;
  },
  'kill -9': ({ service }) => service.kill(),
  'storage crash': ({ cluster }) => cluster.crashAndRestart(),
  'storage slow': async ({ proxy }, chance) => {
    proxy.set({ delayMs: 20 + chance(100) });
    await pause(2_000);
    proxy.set({});
  },
  'storage stalled': async ({ proxy }) => {
    proxy.set({ stalled: true });
    await pause(STALL_MS);
    proxy.set({});
  },
  'score log locked': ({ cluster }) => lockScoreLog(cluster, 1_000),
  // Abandoned queries keep waiting in the database and write when the lock is released.
  'score log locked for longer than a query may take': ({ cluster }) => lockScoreLog(cluster, QUERY_TIMEOUT_MS + 1_000),
} satisfies Readonly<Record<string, (stage: TestBench, chance: (count: number) => number) => Promise<void>>>;

async function lockScoreLog({ databaseUrl }: PostgresCluster, ms: number): Promise<void> {
  const pool = createPool({ connectionString: databaseUrl, max: 1 });
  await pool.query(`begin; lock table score_log in access exclusive mode; select pg_sleep(${ms / 1_000}); commit`);
  await pool.end();
}

export type FaultName = keyof typeof FAULTS;

/**
 * Causes one fault after another in an order that depends on the seed, each kind once first.
 * @param pauseMs minimum and maximum between two faults
 * @param without kinds that are omitted
 */
export async function runFaults(
  stage: TestBench,
  seed: number,
  durationMs: number,
  [minPauseMs, maxPauseMs]: readonly [number, number],
  without: readonly FaultName[] = [],
): Promise<Partial<Record<FaultName, number>>> {
  const random = seededRandom(seed);
  const chance = (count: number): number => Math.floor(random() * count);
  const names = (Object.keys(FAULTS) as FaultName[]).filter((name) => !without.includes(name));
  const counts: Partial<Record<FaultName, number>> = {};
  const end = performance.now() + durationMs;
  for (let step = 0; step < names.length || performance.now() < end; step += 1) {
    await pause(minPauseMs + chance(maxPauseMs - minPauseMs + 1));
    const name = names[step < names.length ? step : chance(names.length)]!;
    await FAULTS[name](stage, chance);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
