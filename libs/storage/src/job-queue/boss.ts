import { fromKysely, PgBoss, systemClock } from 'pg-boss';
import type { Database } from '../database/tables.ts';
import { QUEUE_SCHEMA } from './queue-schema.ts';

/**
 * pg-boss as a set of statements: without timers, without supervision and over the connections of storage. Started by the
 * first call, which reads which queues there are.
 */
export function lazyBoss(db: Database): () => Promise<PgBoss> {
  let started: Promise<PgBoss> | undefined;
  return () => {
    started ??= start(db).catch((error: unknown) => {
      started = undefined;
      throw error;
    });
    return started;
  };
}

async function start(db: Database): Promise<PgBoss> {
  const boss = new PgBoss({
    schema: QUEUE_SCHEMA,
    db: fromKysely(db.withoutPlugins()),
    clock: { ...systemClock, setInterval: () => undefined, clearInterval: () => undefined },
    migrate: false,
    supervise: false,
    schedule: false,
    registerInstance: false,
  });
  return boss.start();
}
