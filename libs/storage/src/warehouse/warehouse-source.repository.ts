import { DAY_MS } from '@leadlight/common';
import type { LoggedDay, LoggedScore, WarehouseSource } from '@leadlight/workflows';
import { sql } from 'kysely';
import type { Database } from '../database/tables.ts';
import { findErasedParties } from '../personal-data/erased-parties.ts';

const DAY = sql<string>`to_char(to_timestamp(scored_at / 1000) at time zone 'UTC', 'YYYY-MM-DD')`;

export function warehouseSourceRepository(db: Database): WarehouseSource {
  return {
    scoreDays: (orgId) =>
      db
        .selectFrom('score_log')
        .select((eb) => [
          DAY.as('day'),
          eb.fn.countAll<number>().as('rows'),
          eb.fn.min<number>('entry_id').as('firstEntry'),
          eb.fn.max<number>('entry_id').as('lastEntry'),
        ])
        .where('org_id', '=', orgId)
        .groupBy(DAY)
        .orderBy('day')
        .execute(),

    readScores: (orgId, day, rowsPerChunk) => readScores(db, orgId, day, rowsPerChunk),

    erasedParties: (orgId) => findErasedParties(db, orgId),
  };
}

/** Keyset pagination over the entries of the day, which are close together. */
async function* readScores(
  db: Database,
  orgId: string,
  { day, firstEntry, lastEntry }: LoggedDay,
  rowsPerChunk: number,
): AsyncGenerator<readonly LoggedScore[]> {
  const from = Date.parse(`${day}T00:00:00Z`);
  const until = from + DAY_MS;
  for (let after = firstEntry - 1; ;) {
    const rows = await db
      .selectFrom('score_log')
      .select([
        'entry_id as entryId',
        'subject_id as leadId',
        'model_id as modelId',
        'model_version as modelVersion',
        'requested_by as requestedBy',
        'score',
        'band',
        'probability',
        'scored_at as scoredAt',
        'input_hash as inputHash',
        sql<string | null>`row_values::text`.as('row'),
      ])
      .where('org_id', '=', orgId)
      .where('entry_id', '>', after)
      .where('entry_id', '<=', lastEntry)
      .where('scored_at', '>=', from)
      .where('scored_at', '<', until)
      .orderBy('entry_id')
      .limit(rowsPerChunk)
      .execute();
    if (rows.length > 0) yield rows;
    if (rows.length < rowsPerChunk) return;
    after = rows.at(-1)!.entryId;
  }
}
