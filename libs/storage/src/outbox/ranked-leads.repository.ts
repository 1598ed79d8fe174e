import type { RankedLeadEntry, RankedLeadsStore } from '@leadlight/workflows';
import { sql } from 'kysely';
import type { Database } from '../database/tables.ts';

/** The owner by the newest version with values: one without them only says that the record was saved. */
export const ownerOf = (alias: string) => sql<string | null>`(
  select version.fields ->> 'OwnerId' from lead_version version
  where version.org_id = ${sql.ref(alias)}.org_id and version.lead_id = ${sql.ref(alias)}.subject_id
    and version.fields is not null
  order by version.changed_at desc, version.revision desc limit 1)`;

export function rankedLeadsRepository(db: Database): RankedLeadsStore {
  return {
    async best(orgId, { ownerId, band }, limit) {
      const ofBand = band === undefined ? sql`` : sql`and waiting.band = ${band}`;
      // Only a filter by owner needs the owner of every lead.
      const ofOwner = ownerId === undefined ? sql`` : sql`and ${ownerOf('waiting')} = ${ownerId}`;
      const { rows } = await sql<RankedLeadEntry & { total: number }>`
        with matching as materialized (
          select waiting.org_id, waiting.subject_id, waiting.score, waiting.band, waiting.probability, waiting.qualified,
            waiting.scored_at
          from outbox waiting join lead on lead.org_id = waiting.org_id and lead.lead_id = waiting.subject_id
          where waiting.org_id = ${orgId} and lead.open and waiting.unranked is null ${ofBand} ${ofOwner}
        ), best as materialized (
          select * from matching order by probability desc, subject_id limit ${limit}
        )
        select subject_id as "leadId", score, band, probability, qualified, ${ownerOf('best')} as "ownerId",
          scored_at as "scoredAt", (select count(*)::int4 from matching) as total
        from best order by probability desc, subject_id`.execute(db);
      return { total: rows[0]?.total ?? 0, leads: rows.map(({ total: _, ...lead }) => lead) };
    },
  };
}
