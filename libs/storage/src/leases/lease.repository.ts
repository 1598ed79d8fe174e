import { randomUUID } from 'node:crypto';
import type { Clock, Lease, Leases } from '@leadlight/workflows';
import type { Database } from '../database/tables.ts';
import { StorageError } from '../errors.ts';

/** Leases as rows: no session state, so they hold on the embedded server too, whose clients share one session. */
export function leaseRepository(db: Database, clock: Clock): Leases {
  return {
    async tryAcquire(orgId, work, durationMs) {
      const owner = randomUUID();
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
      return row && heldLease(db, clock, { orgId, work, owner, durationMs });
    },
  };
}

interface Held {
  readonly orgId: string;
  readonly work: string;
  readonly owner: string;
  readonly durationMs: number;
}

function heldLease(db: Database, clock: Clock, { orgId, work, owner, durationMs }: Held): Lease {
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
