import type { ShadowModel, ShadowModelStore, ShadowScore, ShadowScores } from '@leadlight/workflows';
import { inTransaction } from '../database/in-transaction.ts';
import { storableJson } from '../database/storable-json.ts';
import type { Database, Trx } from '../database/tables.ts';
import { lockOrg } from '../orgs/lock-org.ts';

const ENTRY = [
  'model_id as modelId',
  'role',
  'beside_model_id as besideModelId',
  'started_at as startedAt',
  'started_by as startedBy',
  'ended_at as endedAt',
  'ended_as as endedAs',
  'evidence',
  'failure',
] as const;

/** @param db with a transaction, the changes belong to it */
export function shadowModelRepository(db: Database | Trx): ShadowModelStore {
  const open = (within: Database | Trx, orgId: string) =>
    within.updateTable('shadow_model').where('org_id', '=', orgId).where('ended_at', 'is', null);
  return {
    start: (orgId, { modelId, role, besideModelId, startedAt, startedBy }) =>
      inTransaction(db, async (trx) => {
        await lockOrg(trx, orgId);
        await open(trx, orgId).where('role', '=', role).set({ ended_at: startedAt, ended_as: 'replaced' }).execute();
        await trx
          .insertInto('shadow_model')
          .values({
            org_id: orgId,
            model_id: modelId,
            role,
            beside_model_id: besideModelId,
            started_at: startedAt,
            started_by: startedBy,
          })
          .execute();
      }),

    async end(orgId, { modelId, role }, { endedAt, endedAs, evidence }) {
      const { numUpdatedRows } = await open(db, orgId)
        .where('role', '=', role)
        .where('model_id', '=', modelId)
        .set({
          ended_at: endedAt,
          ended_as: endedAs,
          ...(evidence !== undefined && { evidence: storableJson(evidence) }),
        })
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    async noteEvidence(orgId, { modelId, role }, evidence) {
      await open(db, orgId)
        .where('role', '=', role)
        .where('model_id', '=', modelId)
        .set({ evidence: storableJson(evidence) })
        .execute();
    },

    listOpen: (orgId): Promise<ShadowModel[]> =>
      db
        .selectFrom('shadow_model')
        .select(ENTRY)
        .where('org_id', '=', orgId)
        .where('ended_at', 'is', null)
        .orderBy('role')
        .execute(),

    list: (orgId, limit): Promise<ShadowModel[]> =>
      db
        .selectFrom('shadow_model')
        .select(ENTRY)
        .where('org_id', '=', orgId)
        .orderBy('entry_id', 'desc')
        .limit(limit)
        .execute(),

    async noteFailure(orgId, modelId, failure) {
      await open(db, orgId).where('model_id', '=', modelId).set({ failure }).execute();
    },
  };
}

/** Every shadow score of a lead, the oldest first. */
export const shadowScoresOf = (db: Database, orgId: string, leadId: string): Promise<ShadowScore[]> =>
  db
    .selectFrom('shadow_score')
    .select([
      'subject_id as subjectId',
      'model_id as modelId',
      'probability',
      'beside_model_id as besideModelId',
      'beside_probability as besideProbability',
      'scored_at as scoredAt',
      'input_hash as inputHash',
    ])
    .where('subject_id', '=', leadId)
    .where('org_id', '=', orgId)
    .orderBy('scored_at')
    .execute();

export function shadowScoreRepository(db: Database): ShadowScores {
  return {
    read: (orgId, { modelId, besideModelId }) =>
      db
        .selectFrom('shadow_score')
        .select([
          'subject_id as subjectId',
          'probability',
          'beside_probability as besideProbability',
          'scored_at as scoredAt',
        ])
        .where('org_id', '=', orgId)
        .where('model_id', '=', modelId)
        .where('beside_model_id', '=', besideModelId)
        .orderBy('scored_at')
        .orderBy('subject_id')
        .execute(),
  };
}
