import type { WrittenScores } from '@leadlight/workflows';
import { sql } from 'kysely';
import { jsonRows } from '../database/storable-json.ts';
import type { Database } from '../database/tables.ts';
import { compareStoredScores } from './compare-stored-scores.ts';
import { nextScoreChange } from './score-change.ts';

export function writtenScoresRepository(db: Database): WrittenScores {
  return {
    async hasOutdatedScores(orgId, modelLabel) {
      const { rows } = await sql<{ outdated: boolean }>`
        select exists (
          select from lead
          where org_id = ${orgId} and open
            and (select model_label from outbox where outbox.org_id = lead.org_id and outbox.subject_id = lead.lead_id)
              is distinct from ${modelLabel}
            and lead_id not in (select lead_id from unscored_lead where org_id = ${orgId})
        ) as outdated`.execute(db);
      return rows[0]?.outdated === true;
    },

    position: (orgId) => nextScoreChange(db, orgId),

    compare(orgId, scores, position, now) {
      const rows = scores.map((score) => ({ ...score, hasUnranked: score.unranked !== undefined }));
      return db.transaction().execute((trx) => compareStoredScores(trx, orgId, jsonRows(rows), position, now));
    },
  };
}
