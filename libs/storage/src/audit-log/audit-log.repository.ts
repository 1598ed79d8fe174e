import type { AuditLog } from '@leadlight/workflows';
import { storableJson } from '../database/storable-json.ts';
import type { Database, Trx } from '../database/tables.ts';

export function auditLogRepository(db: Database | Trx): AuditLog {
  return {
    async append(orgId, { at, actor, act, subject, detail }) {
      await db
        .insertInto('audit_log')
        .values({
          org_id: orgId,
          occurred_at: at,
          actor,
          action: act,
          subject,
          ...(detail !== undefined && { detail: storableJson(detail) }),
        })
        .execute();
    },

    async list(orgId, limit) {
      const rows = await db
        .selectFrom('audit_log')
        .select(['occurred_at as at', 'actor', 'action as act', 'subject', 'detail'])
        .where('org_id', '=', orgId)
        .orderBy('entry_id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(({ detail, ...entry }) => (detail === null ? entry : { ...entry, detail }));
    },
  };
}
