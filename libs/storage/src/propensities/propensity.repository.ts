import type { PropensityEntry, PropensityStore } from '@leadlight/workflows';
import type { Selectable } from 'kysely';
import { storableJson } from '../database/storable-json.ts';
import type { Database, Trx } from '../database/tables.ts';
import type { PropensityTable } from './propensity.tables.ts';

/** @param db with a transaction, the changes belong to it */
export function propensityRepository(db: Database | Trx): PropensityStore {
  const ofOrg = (orgId: string) => db.selectFrom('propensity').selectAll().where('org_id', '=', orgId);
  return {
    async list(orgId) {
      return (await ofOrg(orgId).orderBy('propensity_id').execute()).map(entryOf);
    },

    async find(orgId, propensityId) {
      const row = await ofOrg(orgId).where('propensity_id', '=', propensityId).executeTakeFirst();
      return row && entryOf(row);
    },

    async add(orgId, entry) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('propensity')
        .values({ org_id: orgId, propensity_id: entry.definition.id, ...rowOf(entry) })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },

    async change(orgId, entry, basedOn) {
      const { numUpdatedRows } = await db
        .updateTable('propensity')
        .set(rowOf(entry))
        .where('org_id', '=', orgId)
        .where('propensity_id', '=', entry.definition.id)
        .where('revision', '=', basedOn)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
  };
}

const rowOf = ({ definition, revision, changedAt, changedBy }: PropensityEntry) => ({
  revision,
  definition: storableJson(definition),
  changed_at: changedAt,
  changed_by: changedBy,
});

const entryOf = (row: Selectable<PropensityTable>): PropensityEntry => ({
  definition: row.definition,
  revision: row.revision,
  changedAt: row.changed_at,
  changedBy: row.changed_by,
});
