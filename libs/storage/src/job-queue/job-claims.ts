import { CLAIM_EXPIRY_MS, type JobClaim, type JobClaims } from '@leadlight/workflows';
import { sql } from 'kysely';
import { fromKysely, type JobAttempt, type JobWithMetadata, type PgBoss } from 'pg-boss';
import { databaseNow } from '../database/database-now.ts';
import type { Database } from '../database/tables.ts';
import { StorageError } from '../errors.ts';
import { lazyBoss } from './boss.ts';
import { findProcessIdentity, hasProcessEnded } from './process-identity.ts';
import { CLAIMS, keyOf } from './queue-schema.ts';

interface ClaimData {
  /** The identity of the process, where the system provides one. */
  readonly owner?: string;
}

export interface ClaimOptions {
  /** Of the process that claims. */
  readonly identity?: string | undefined;
  readonly expiryMs?: number;
}

/**
 * Claims as jobs of pg-boss: a job is sent and fetched in one transaction, and no other job with its key can exist meanwhile.
 * All times are of the database's clock, which is the same for every machine.
 */
export function jobClaims(
  db: Database,
  { identity = findProcessIdentity(process.pid), expiryMs = CLAIM_EXPIRY_MS }: ClaimOptions = {},
): JobClaims {
  const boss = lazyBoss(fromKysely(db.withoutPlugins()));

  /** @returns undefined where a job with this key exists */
  async function sendAndFetch(key: string): Promise<JobAttempt | undefined> {
    const queue = await boss();
    return db
      .withoutPlugins()
      .transaction()
      .execute(async (trx) => {
        const data: ClaimData = identity === undefined ? {} : { owner: identity };
        const id = await queue.send(CLAIMS, data, { singletonKey: key, db: fromKysely(trx) });
        if (id === null) return undefined;
        // Others' claims are active as soon as they are visible.
        const [job] = await queue.fetch<ClaimData>(CLAIMS, { db: fromKysely(trx) });
        if (job?.id !== id) throw new Error(`The claim ${key} was not fetched by the transaction that sent it.`);
        return job;
      });
  }

  /** @returns false while a process holds the claim */
  async function removeEndedClaim(key: string): Promise<boolean> {
    const queue = await boss();
    const [job] = await queue.findJobs<ClaimData>(CLAIMS, { key });
    if (job === undefined) return true;
    const { rows } = await sql<{ now: number }>`select ${databaseNow} as now`.execute(db);
    if (!hasEnded(job, rows[0]!.now, expiryMs)) return false;
    await queue.deleteJob(CLAIMS, job);
    return true;
  }

  return {
    async claim(orgId, step) {
      const key = keyOf(orgId, step);
      let job = await sendAndFetch(key);
      if (job === undefined && (await removeEndedClaim(key))) job = await sendAndFetch(key);
      return job && createClaim(await boss(), { orgId, work: step }, job);
    },
  };
}

/**
 * Whether the process of a claim is known to have ended, or has not confirmed it in time. A claim that was confirmed later
 * than now, because the database's clock was set back, counts as ended: a living process notices and claims again.
 */
function hasEnded(
  { data, heartbeatOn, startedOn }: JobWithMetadata<ClaimData>,
  now: number,
  expiryMs: number,
): boolean {
  if (data.owner !== undefined && hasProcessEnded(data.owner)) return true;
  const ageMs = now - (heartbeatOn ?? startedOn).getTime();
  return ageMs >= expiryMs || ageMs < -expiryMs;
}

function createClaim(
  boss: PgBoss,
  facts: { readonly orgId: string; readonly work: string },
  { id, retryCount }: JobAttempt,
): JobClaim {
  return {
    async confirm() {
      const { affected } = (await boss.touch(CLAIMS, { id, retryCount })) as { readonly affected: number };
      if (affected === 0) throw new StorageError('claim_lost', facts);
    },
    async release() {
      await boss.deleteJob(CLAIMS, { id, retryCount });
    },
  };
}
