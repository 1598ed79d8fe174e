import { randomUUID } from 'node:crypto';
import type { Clock, Lease, Leases } from '@leadlight/workflows';
import type { Database } from '../database/tables.ts';
import { StorageError } from '../errors.ts';
import { findProcessIdentity, hasProcessEnded } from './process-identity.ts';

/**
 * Leases as rows: no session state, so they hold on the embedded server too, whose clients share one session. One that has
 * not run out is free all the same where its owner is known to be dead.
 * @param identity of the process that acquires
 */
export function leaseRepository(db: Database, clock: Clock, identity = findProcessIdentity(process.pid)): Leases {
  return {
    async tryAcquire(orgId, work, durationMs) {
      const owner = [randomUUID(), ...(identity === undefined ? [] : [identity])].join(' ');
      await deleteLeaseOfEndedProcess(db, orgId, work);
      const now = clock.now();
      const expires_at = now + durationMs;
      const row = await db
        .insertInto('lease')
        .values({ org_id: orgId, work, owner, expires_at })
        .onConflict((conflict) =>
          conflict.columns(['org_id', 'work']).doUpdateSet({ owner, expires_at }).where('lease.expires_at', '<=', now),
        )
        .returning('owner')
        .executeTakeFirst();
      return row && createLease(db, clock, { orgId, work, owner, durationMs });
    },
  };
}

/** By its owner's very words: a lease that somebody else has taken meanwhile is not touched. */
async function deleteLeaseOfEndedProcess(db: Database, orgId: string, work: string): Promise<void> {
  const lease = await db
    .selectFrom('lease')
    .select('owner')
    .where('org_id', '=', orgId)
    .where('work', '=', work)
    .executeTakeFirst();
  const identity = lease?.owner.split(' ')[1];
  if (lease === undefined || identity === undefined || !hasProcessEnded(identity)) return;
  await db
    .deleteFrom('lease')
    .where('org_id', '=', orgId)
    .where('work', '=', work)
    .where('owner', '=', lease.owner)
    .execute();
}

interface AcquiredLease {
  readonly orgId: string;
  readonly work: string;
  readonly owner: string;
  readonly durationMs: number;
}

function createLease(db: Database, clock: Clock, { orgId, work, owner, durationMs }: AcquiredLease): Lease {
  return {
    async renew() {
      const { numUpdatedRows } = await db
        .updateTable('lease')
        .set({ expires_at: clock.now() + durationMs })
        .where('org_id', '=', orgId)
        .where('work', '=', work)
        .where('owner', '=', owner)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) throw new StorageError({ code: 'lease_lost', orgId, work });
    },

    async release() {
      await db
        .deleteFrom('lease')
        .where('org_id', '=', orgId)
        .where('work', '=', work)
        .where('owner', '=', owner)
        .execute();
    },
  };
}
