import type { LeadScoreUpdate, SubjectScore, SubjectScoreStore, WrittenOutbox } from '@leadlight/workflows';
import { sql } from 'kysely';
import { jsonRows } from '../database/storable-json.ts';
import type { Database, Trx } from '../database/tables.ts';
import { contentHashOf } from '../outbox/content-hash.ts';

export function subjectScoreRepository(db: Database): SubjectScoreStore {
  const scoresOf = (orgId: string, propensityId: string) =>
    db.selectFrom('subject_score').where('org_id', '=', orgId).where('propensity_id', '=', propensityId);
  return {
    async store(orgId, propensityId, scores, queued) {
      if (scores.length === 0) return 0;
      const rows = rowsOf(scores);
      return db.transaction().execute(async (trx) => {
        const logged = await logScores(trx, orgId, propensityId, rows);
        if (queued) await queueScores(trx, orgId, propensityId, rows);
        return logged;
      });
    },

    listOf: async (orgId, propensityId, subjectId, limit) =>
      (
        await scoresOf(orgId, propensityId)
          .select(['update', 'model_id'])
          .where('subject_id', '=', subjectId)
          .orderBy('scored_at', 'desc')
          .limit(limit)
          .execute()
      ).map(scoreOf),

    async listBest(orgId, propensityId, limit) {
      const { rows } = await sql<{ update: LeadScoreUpdate; model_id: string }>`
        select update, model_id from (
          select distinct on (subject_id) subject_id, update, model_id from subject_score
          where org_id = ${orgId} and propensity_id = ${propensityId}
          order by subject_id, scored_at desc) as latest
        order by (update->>'probability')::float8 desc, subject_id limit ${limit}`.execute(db);
      return rows.map(scoreOf);
    },

    async isScoredBy(orgId, propensityId, modelId) {
      const row = await scoresOf(orgId, propensityId)
        .select('subject_id')
        .where('model_id', '=', modelId)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },

    async counts(orgId, propensityId) {
      const { subjects, scores } = await scoresOf(orgId, propensityId)
        .select((eb) => [
          eb.fn.count<number>('subject_id').distinct().as('subjects'),
          eb.fn.countAll<number>().as('scores'),
        ])
        .executeTakeFirstOrThrow();
      return { subjects: Number(subjects), scores: Number(scores) };
    },

    outboxOf: (propensityId) => subjectOutbox(db, propensityId),
  };
}

const scoreOf = (row: { readonly update: LeadScoreUpdate; readonly model_id: string }): SubjectScore => ({
  update: row.update,
  modelId: row.model_id,
});

/** As one JSON text. The model is part of the hash, which covers what a reader of the CRM sees. */
const rowsOf = (scores: readonly SubjectScore[]): string =>
  jsonRows(
    scores.map(({ update, modelId }) => ({
      subjectId: update.leadId,
      scoredAt: update.scoredAt,
      modelId,
      contentHash: hashOf(update),
      update,
    })),
  );

const hashOf = (update: LeadScoreUpdate): string =>
  [update.score, update.band, update.modelLabel, contentHashOf(update)].join(' ');

async function logScores(trx: Trx, orgId: string, propensityId: string, rows: string): Promise<number> {
  const logged = await sql`
    insert into subject_score (org_id, propensity_id, subject_id, scored_at, model_id, content_hash, update)
    select ${orgId}, ${propensityId}, r."subjectId", r."scoredAt", r."modelId", r."contentHash", r.update
    from json_to_recordset(${rows}::json) as r(
      "subjectId" text, "scoredAt" int8, "modelId" text, "contentHash" text, update json)
    left join lateral (
      select s.content_hash, s.model_id from subject_score s
      where s.org_id = ${orgId} and s.propensity_id = ${propensityId} and s.subject_id = r."subjectId"
      order by s.scored_at desc limit 1) as before on true
    where (before.content_hash, before.model_id) is distinct from (r."contentHash", r."modelId")
    on conflict do nothing`.execute(trx);
  return Number(logged.numAffectedRows ?? 0n);
}

/** An update that equals what the CRM last accepted is not queued, unless another one waits. */
async function queueScores(trx: Trx, orgId: string, propensityId: string, rows: string): Promise<void> {
  await sql`
    insert into subject_outbox as known (org_id, propensity_id, subject_id, state, update, content_hash)
    select ${orgId}, ${propensityId}, r."subjectId", 'pending', r.update, r."contentHash"
    from json_to_recordset(${rows}::json) as r("subjectId" text, "contentHash" text, update json)
    on conflict (org_id, propensity_id, subject_id) do update set
      state = 'pending', update = excluded.update, content_hash = excluded.content_hash, failure = null
      where known.state = 'pending' or known.written_hash is distinct from excluded.content_hash`.execute(trx);
}

function subjectOutbox(db: Database, propensityId: string): WrittenOutbox {
  const rowsOfOrg = (orgId: string) =>
    db.selectFrom('subject_outbox').where('org_id', '=', orgId).where('propensity_id', '=', propensityId);
  return {
    async pending(orgId, limit) {
      const rows = await rowsOfOrg(orgId)
        .select('update')
        .where('state', '=', 'pending')
        .orderBy('queue_position')
        .limit(limit)
        .execute();
      return rows.map(({ update }) => update);
    },

    // No user waits for a score that changes with time alone.
    urgent: async () => [],

    async settle(orgId, settled) {
      if (settled.length === 0) return;
      const rows = jsonRows(
        settled.map(({ update, failure }) => ({
          subjectId: update.leadId,
          contentHash: hashOf(update),
          failure: failure ?? null,
        })),
      );
      // A newer update that has replaced the one that was sent stays queued.
      await sql`
        update subject_outbox as known set
          state = case when known.content_hash <> r."contentHash" then known.state
            when r.failure is null then 'written' else 'failed' end,
          failure = r.failure,
          written_hash = case when r.failure is null then r."contentHash" else known.written_hash end
        from json_to_recordset(${rows}::json) as r("subjectId" text, "contentHash" text, failure text)
        where known.org_id = ${orgId} and known.propensity_id = ${propensityId} and known.subject_id = r."subjectId"
          and known.state = 'pending'`.execute(db);
    },

    async counts(orgId) {
      const rows = await rowsOfOrg(orgId)
        .select((eb) => ['state', eb.fn.countAll<number>().as('count')])
        .groupBy('state')
        .execute();
      const count = (state: string) => Number(rows.find((row) => row.state === state)?.count ?? 0);
      return { pending: count('pending'), written: count('written'), failed: count('failed') };
    },
  };
}
