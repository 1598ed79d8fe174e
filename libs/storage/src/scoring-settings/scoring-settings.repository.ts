import type { ScoringSettingsStore } from '@leadlight/workflows';
import { storableJson } from '../database/storable-json.ts';
import type { Database, Trx } from '../database/tables.ts';

const REVISION = ['revision', 'settings', 'changed_at as changedAt', 'changed_by as changedBy', 'restores'] as const;

export function scoringSettingsRepository(db: Database | Trx): ScoringSettingsStore {
  return {
    findNewest: (orgId) =>
      db
        .selectFrom('scoring_settings')
        .select(REVISION)
        .where('org_id', '=', orgId)
        .orderBy('revision', 'desc')
        .limit(1)
        .executeTakeFirst(),

    find: (orgId, revision) =>
      db
        .selectFrom('scoring_settings')
        .select(REVISION)
        .where('org_id', '=', orgId)
        .where('revision', '=', revision)
        .executeTakeFirst(),

    async append(orgId, { revision, settings, changedAt, changedBy, restores }) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('scoring_settings')
        .values({
          org_id: orgId,
          revision,
          settings: storableJson(settings),
          changed_at: changedAt,
          changed_by: changedBy,
          restores,
        })
        .onConflict((conflict) => conflict.columns(['org_id', 'revision']).doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },
  };
}
