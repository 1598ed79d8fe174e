import type { PostgresPool } from 'kysely';
import { PgBoss, systemClock, type Db } from 'pg-boss';
import { QUEUE_SCHEMA } from './queue-schema.ts';

/** Minimum time between two searches for jobs of dead workers, and between two removals of ended jobs, by all processes together. */
const MONITOR_INTERVAL_S = 2;
const MAINTENANCE_INTERVAL_S = 3_600;

/**
 * pg-boss as a set of statements: without timers, and over the connections of storage. Started by the first call, which
 * reads which queues there are.
 */
export function lazyBoss(db: Db): () => Promise<PgBoss> {
  let started: Promise<PgBoss> | undefined;
  return () => {
    started ??= start(db).catch((error: unknown) => {
      started = undefined;
      throw error;
    });
    return started;
  };
}

async function start(db: Db): Promise<PgBoss> {
  const boss = new PgBoss({
    schema: QUEUE_SCHEMA,
    db,
    clock: { ...systemClock, setInterval: () => undefined, clearInterval: () => undefined },
    migrate: false,
    supervise: false,
    schedule: false,
    registerInstance: false,
    monitorIntervalSeconds: MONITOR_INTERVAL_S,
    maintenanceIntervalSeconds: MAINTENANCE_INTERVAL_S,
    reindex: false,
    monitorVacuum: false,
  });
  // Failures of a call are thrown by the call.
  boss.on('error', () => undefined);
  return boss.start();
}

/** Not by Kysely: where one text has several statements, pg-boss reads the rows of all, and Kysely returns those of one. */
export const bossDatabase = (pool: PostgresPool): Db => ({
  async executeSql(text, values) {
    const client = await pool.connect();
    try {
      const result = (await client.query(text, values ?? [])) as QueryResult | readonly QueryResult[];
      return { rows: [result].flat().flatMap(({ rows }) => rows) };
    } finally {
      client.release();
    }
  },
});

interface QueryResult {
  readonly rows: unknown[];
}
