import { DAY_MS, MINUTE_MS } from '@leadlight/common';
import type { ApiAllowance, ReportedUsage } from '@leadlight/workflows';
import { sql } from 'kysely';
import { databaseNow } from '../database/database-now.ts';
import type { Database, Trx } from '../database/tables.ts';

/** Reports that are this close may be of calls made at the same time, in either order: the greater one counts. */
const SAME_TIME_MS = MINUTE_MS;

export function apiAllowanceRepository(db: Database): ApiAllowance {
  return {
    reserve: (orgId, { holder, calls, reserveShare, reported }) =>
      db.transaction().execute(async (trx) => {
        const { limit, used } = await saveReport(trx, orgId, reported);
        await endReservations(trx, orgId, holder);
        const reserved = await sumReserved(trx, orgId);
        const left = limit === null ? calls : Math.floor(limit * (1 - reserveShare)) - (used ?? 0) - reserved;
        const granted = Math.max(0, Math.min(calls, left));
        if (granted > 0) {
          await trx
            .insertInto('reserved_calls')
            .values({ org_id: orgId, holder, calls: granted, reserved_at: databaseNow })
            .execute();
        }
        return granted;
      }),

    giveBack: (orgId, holder, reported) =>
      db.transaction().execute(async (trx) => {
        await saveReport(trx, orgId, reported);
        await endReservations(trx, orgId, holder);
      }),

    async find(orgId) {
      const row = await db
        .selectFrom('api_allowance')
        .select(['call_limit as limit', 'used'])
        .where('org_id', '=', orgId)
        .executeTakeFirst();
      const { limit = null, used = null } = row ?? {};
      const usage = limit === null || used === null ? undefined : { used, limit };
      return { reserved: await sumReserved(db, orgId), usage };
    },
  };
}

/** Locks the org's row until the transaction ends, so that one process at a time reserves. */
function saveReport(trx: Trx, orgId: string, reported: ReportedUsage | undefined) {
  const reportedAt = sql<number>`${databaseNow} - ${Math.round(reported?.ageMs ?? 0)}`;
  const stored = sql.ref('api_allowance.used');
  return trx
    .insertInto('api_allowance')
    .values(
      reported
        ? { org_id: orgId, call_limit: reported.limit, used: reported.used, reported_at: reportedAt }
        : { org_id: orgId },
    )
    .onConflict((conflict) =>
      conflict.column('org_id').doUpdateSet(
        reported
          ? {
              call_limit: sql`case when excluded.reported_at < api_allowance.reported_at then api_allowance.call_limit else excluded.call_limit end`,
              used: sql`case
                when excluded.reported_at < api_allowance.reported_at - ${SAME_TIME_MS} then ${stored}
                when excluded.reported_at > api_allowance.reported_at + ${SAME_TIME_MS} then excluded.used
                else greatest(${stored}, excluded.used) end`,
              reported_at: sql`greatest(api_allowance.reported_at, excluded.reported_at)`,
            }
          : { org_id: orgId },
      ),
    )
    .returning(['call_limit as limit', 'used'])
    .executeTakeFirstOrThrow();
}

const endReservations = (trx: Trx, orgId: string, holder: string) =>
  trx
    .deleteFrom('reserved_calls')
    .where('org_id', '=', orgId)
    .where((row) =>
      row.or([row('holder', '=', holder), row('reserved_at', '<', sql<number>`${databaseNow} - ${DAY_MS}`)]),
    )
    .execute();

async function sumReserved(db: Database | Trx, orgId: string): Promise<number> {
  const { reserved } = await db
    .selectFrom('reserved_calls')
    .select(sql<number>`coalesce(sum(calls), 0)::int8`.as('reserved'))
    .where('org_id', '=', orgId)
    .executeTakeFirstOrThrow();
  return reserved;
}
