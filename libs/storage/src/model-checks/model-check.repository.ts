import { DAY_MS } from '@leadlight/common';
import type { ModelCheckStore } from '@leadlight/workflows';
import { sql } from 'kysely';
import { storableJson } from '../database/storable-json.ts';
import type { Database } from '../database/tables.ts';
import { omitEmptyPropensity } from './omit-empty-propensity.ts';

const ENTRY = [
  'checked_at as checkedAt',
  'model_id as modelId',
  'model_version as modelVersion',
  'propensity_id as propensityId',
  'figures',
] as const;

/** A literal: PostgreSQL would not take two parameters for the same expression. */
const DAY = sql`checked_at / ${sql.lit(DAY_MS)}`;

export function modelCheckRepository(db: Database): ModelCheckStore {
  return {
    async append(orgId, { checkedAt, modelId, modelVersion, propensityId = '', figures }) {
      const changed = { model_id: modelId, model_version: modelVersion, figures: storableJson(figures) };
      await db
        .insertInto('model_check')
        .values({ org_id: orgId, propensity_id: propensityId, checked_at: checkedAt, ...changed })
        .onConflict((conflict) => conflict.columns(['org_id', 'propensity_id', 'checked_at']).doUpdateSet(changed))
        .execute();
    },

    listDaily: async (orgId, limit, propensityId = '') => {
      const rows = await db
        .selectFrom('model_check')
        .select(ENTRY)
        .where('org_id', '=', orgId)
        .where('propensity_id', '=', propensityId)
        .distinctOn(DAY)
        .orderBy(DAY, 'desc')
        .orderBy('checked_at', 'desc')
        .limit(limit)
        .execute();
      return rows.map(omitEmptyPropensity);
    },

    findNewest: async (orgId, modelId) => {
      const row = await db
        .selectFrom('model_check')
        .select(ENTRY)
        .where('org_id', '=', orgId)
        .where('model_id', '=', modelId)
        .orderBy('checked_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row && omitEmptyPropensity(row);
    },
  };
}
