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
          select from lead
          where org_id = ${orgId} and open
            and (select model_label from outbox where outbox.org_id = lead.org_id and outbox.lead_id = lead.lead_id)
              is distinct from ${modelLabel}
            and lead_id not in (select lead_id from unscored_lead where org_id = ${orgId})
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
