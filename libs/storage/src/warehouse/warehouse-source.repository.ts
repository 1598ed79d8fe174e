import { DAY_MS } from '@leadlight/common';
import type { LoggedDay, LoggedScores, WarehouseSource } from '@leadlight/workflows';
import { sql } from 'kysely';
import type { Database } from '../database/tables.ts';
import { findErasedParties } from '../personal-data/erased-parties.ts';

/** Days since 1970 in UTC. */
const DAY = sql<number>`scored_at / ${sql.lit(DAY_MS)}`;

export function warehouseSourceRepository(db: Database): WarehouseSource {
  return {
    async scoreDays(orgId) {
      const days = await db
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
        .execute();
      return days.map(({ day, ...entries }) => ({
        ...entries,
        day: new Date(day * DAY_MS).toISOString().slice(0, 10),
      }));
    },

    readScores: (orgId, day, rowsPerChunk) => readScores(db, orgId, day, rowsPerChunk),

    erasedParties: (orgId) => findErasedParties(db, orgId),
  };
}

/**
 * Keyset pagination over the entries of the day, which are close together. The database puts the columns together, because a chunk
 * as one row costs a third of the processor time that its rows would cost here.
 */
async function* readScores(
  db: Database,
  orgId: string,
  { day, firstEntry, lastEntry }: LoggedDay,
  rowsPerChunk: number,
): AsyncGenerator<LoggedScores> {
  const from = Date.parse(`${day}T00:00:00Z`);
  const until = from + DAY_MS;
  for (let after = firstEntry - 1; ;) {
    const chunk = await sql<LoggedScores & { readonly last: number | null }>`
      select count(*)::int4 as rows, max(entry_id) as last, json_agg(entry_id)::text as "entryIds",
        json_agg(subject_id)::text as "leadIds", json_agg(model_id)::text as "modelIds",
        json_agg(model_version)::text as "modelVersions", json_agg(requested_by)::text as "requestedBy",
        json_agg(score)::text as scores, json_agg(band)::text as bands, json_agg(probability)::text as probabilities,
        json_agg(scored_at)::text as "scoredAt", json_agg(input_hash)::text as "inputHashes",
        string_agg(coalesce(row_values::text, ''), E'\n') as "rowLines"
      from (
        select * from score_log
        where org_id = ${orgId} and entry_id > ${after} and entry_id <= ${lastEntry}
          and scored_at >= ${from} and scored_at < ${until}
        order by entry_id
        limit ${rowsPerChunk}
      ) as entries`.execute(db);
    const { last, ...scores } = chunk.rows[0]!;
    if (last !== null) yield scores;
    if (last === null || scores.rows < rowsPerChunk) return;
    after = last;
  }
}
