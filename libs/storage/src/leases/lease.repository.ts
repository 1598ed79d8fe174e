import { randomUUID } from 'node:crypto';
import type { Lease, Leases } from '@leadlight/workflows';
import { sql } from 'kysely';
import { databaseNow } from '../database/database-now.ts';
import type { Database } from '../database/tables.ts';
import { StorageError } from '../errors.ts';
import { findProcessIdentity, hasProcessEnded } from './process-identity.ts';

/**
 * Leases as rows, without session state, so that they also work on the embedded server, whose clients share one session.
 * Expiry compares with the database's clock, which is the same for every machine. A lease is free before it expires if the
 * process that owns it is known to have ended, or if it expires later than any lease does: then that clock was set back, and
 * a living owner, which renews its lease, notices that it has lost it.
 * @param identity of the process that acquires
 */
export function leaseRepository(db: Database, identity = findProcessIdentity(process.pid)): Leases {
  return {
    async tryAcquire(orgId, work, durationMs) {
      const owner = [randomUUID(), ...(identity === undefined ? [] : [identity])].join(' ');
      await deleteLeaseOfEndedProcess(db, orgId, work);
      const expires_at = expiryAfter(durationMs);
      const row = await db
        .insertInto('lease')
        .values({ org_id: orgId, work, owner, expires_at })
        .onConflict((conflict) =>
          conflict
            .columns(['org_id', 'work'])
            .doUpdateSet({ owner, expires_at })
            .where((eb) => eb.or([eb('lease.expires_at', '<=', databaseNow), eb('lease.expires_at', '>', expires_at)])),
        )
        .returning('owner')
        .executeTakeFirst();
      return row && createLease(db, { orgId, work, owner, durationMs });
    },
  };
}

const expiryAfter = (durationMs: number) => sql<number>`${databaseNow} + ${durationMs}::int8`;

/** Deletes the lease only of the owner that was found, so that one acquired by another process since then stays. */
async function deleteLeaseOfEndedProcess(db: Database, orgId: string, work: string): Promise<void> {
  const lease = await db
    .selectFrom('lease')
    .select('owner')
    .where('org_id', '=', orgId)
    .where('work', '=', work)
    .executeTakeFirst();
  const identity = lease?.owner.split(' ')[1];
  if (lease === undefined || identity === undefined || !hasProcessEnded(identity)) return;
  await deleteLease(db, { orgId, work, owner: lease.owner });
}

interface LeaseKey {
  readonly orgId: string;
  readonly work: string;
  readonly owner: string;
}

async function deleteLease(db: Database, { orgId, work, owner }: LeaseKey): Promise<void> {
  await db
    .deleteFrom('lease')
    .where('org_id', '=', orgId)
    .where('work', '=', work)
    .where('owner', '=', owner)
    .execute();
}

function createLease(db: Database, { durationMs, ...key }: LeaseKey & { readonly durationMs: number }): Lease {
  return {
    async renew() {
      const { orgId, work, owner } = key;
      const { numUpdatedRows } = await db
        .updateTable('lease')
        .set({ expires_at: expiryAfter(durationMs) })
        .where('org_id', '=', orgId)
        .where('work', '=', work)
        .where('owner', '=', owner)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) throw new StorageError('lease_lost', { orgId, work });
    },

    release: () => deleteLease(db, key),
  };
}
