import { DEFAULT_ALERT_SETTINGS, type AlertStore } from '@leadlight/workflows';
import { sql } from 'kysely';
import { storableJson } from '../database/storable-json.ts';
import type { Database, Trx } from '../database/tables.ts';

export const alertSettings = (db: Database | Trx): Pick<AlertStore, 'findSettings' | 'saveSettings'> => ({
  async findSettings(orgId) {
    const row = await db
      .selectFrom('alert_settings')
      .select(['settings', 'on_since as onSince', 'first_on_at as firstOnAt'])
      .where('org_id', '=', orgId)
      .executeTakeFirst();
    return {
      settings: { ...DEFAULT_ALERT_SETTINGS, ...row?.settings },
      onSince: row?.onSince ?? null,
      firstOnAt: row?.firstOnAt ?? null,
    };
  },

  async saveSettings(orgId, settings, at, actor) {
    const onAt = settings.isOn ? at : null;
    const change = { settings: storableJson(settings), changed_at: at, changed_by: actor };
    await db
      .insertInto('alert_settings')
      .values({ org_id: orgId, ...change, on_since: onAt, first_on_at: onAt })
      .onConflict((conflict) =>
        conflict.column('org_id').doUpdateSet({
          ...change,
          on_since: settings.isOn ? sql<number>`coalesce(alert_settings.on_since, ${at}::int8)` : null,
          first_on_at: sql<number | null>`coalesce(alert_settings.first_on_at, ${onAt}::int8)`,
        }),
      )
      .execute();
  },
});
