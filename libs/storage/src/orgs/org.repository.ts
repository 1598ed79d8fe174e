import type { OrgEntry, OrgStore } from '@leadlight/workflows';
import type { Selectable } from 'kysely';
import { storableJson } from '../database/storable-json.ts';
import type { Database } from '../database/tables.ts';
import type { OrgTable } from './org.table.ts';

export function orgRepository(db: Database): OrgStore {
  return {
    async find(orgId) {
      const row = await db.selectFrom('org').selectAll().where('org_id', '=', orgId).executeTakeFirst();
      return row && entryOf(row);
    },

    async list() {
      const rows = await db
        .withoutPlugins() // Listing the orgs spans orgs.
        .selectFrom('org')
        .selectAll()
        .orderBy('last_synced_at', (order) => order.desc().nullsLast())
        .orderBy('org_id')
        .execute();
      return rows.map(entryOf);
    },

    async saveFields(orgId, fields) {
      const stored = storableJson(fields);
      await db
        .insertInto('org')
        .values({ org_id: orgId, fields: stored, last_synced_at: null })
        .onConflict((conflict) => conflict.column('org_id').doUpdateSet({ fields: stored }))
        .execute();
    },

    async markSynced(orgId, at) {
      await db
        .insertInto('org')
        .values({ org_id: orgId, fields: '[]', last_synced_at: at })
        .onConflict((conflict) => conflict.column('org_id').doUpdateSet({ last_synced_at: at }))
        .execute();
    },
  };
}

const entryOf = (row: Selectable<OrgTable>): OrgEntry => ({
  orgId: row.org_id,
  fields: row.fields,
  lastSyncedAt: row.last_synced_at,
});
