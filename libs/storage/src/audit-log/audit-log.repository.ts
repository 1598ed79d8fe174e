import type { AuditLog } from '@leadlight/workflows';
import type { Database, Trx } from '../database/tables.ts';

export function auditLogRepository(db: Database | Trx): AuditLog {
  return {
    async append(orgId, { at, actor, act, subject }) {
      await db
        .insertInto('audit_log')
        .values({ org_id: orgId, occurred_at: at, actor, action: act, subject })
        .execute();
    },

    async list(orgId, limit) {
      return db
        .selectFrom('audit_log')
        .select(['occurred_at as at', 'actor', 'action as act', 'subject'])
        .where('org_id', '=', orgId)
        .orderBy('entry_id', 'desc')
        .limit(limit)
        .execute();
    },
  };
}
