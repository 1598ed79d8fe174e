import type { WrittenScores } from '@leadlight/workflows';
import { sql } from 'kysely';
import { jsonRows } from '../database/storable-json.ts';
import type { Database } from '../database/tables.ts';
import { compareStoredScores } from './compare-stored-scores.ts';

export function writtenScoresRepository(db: Database): WrittenScores {
  return {
    async hasOutdatedScores(orgId, modelLabel) {
      const { rows } = await sql<{ behind: boolean }>`
        select exists (
          select from lead left join outbox on outbox.org_id = lead.org_id and outbox.lead_id = lead.lead_id
          where lead.org_id = ${orgId} and lead.open and outbox.model_label is distinct from ${modelLabel}
            and not exists (
              select from unscored_lead marked where marked.org_id = lead.org_id and marked.lead_id = lead.lead_id)
        ) as behind`.execute(db);
      return rows[0]?.behind === true;
    },

    async position() {
      const { rows } = await sql<{ position: number }>`
        select nextval(pg_get_serial_sequence('outbox', 'moved')) as position`.execute(db);
      return rows[0]!.position;
    },

    compare: (orgId, held, position, now) => compareStoredScores(db, orgId, jsonRows(held), position, now),
  };
}
