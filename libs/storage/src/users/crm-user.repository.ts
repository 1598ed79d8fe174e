import type { CrmUsers } from '@leadlight/workflows';
import type { Database } from '../database/tables.ts';

export function crmUserRepository(db: Database): CrmUsers {
  return {
    async names(orgId, limit) {
      const rows = await db
        .selectFrom('crm_user')
        .select(['user_id', 'name'])
        .where('org_id', '=', orgId)
        .where('deleted', '=', false)
        .orderBy('active', 'desc')
        .orderBy('changed_at', 'desc')
        .orderBy('user_id')
        .limit(limit)
        .execute();
      return new Map(rows.map(({ user_id, name }) => [user_id, name]));
    },

    async managers(orgId) {
      const rows = await db
        .selectFrom('crm_user')
        .select(['user_id', 'manager_id'])
        .where('org_id', '=', orgId)
        .where('deleted', '=', false)
        .where('manager_id', 'is not', null)
        .execute();
      return new Map(rows.map(({ user_id, manager_id }) => [user_id, manager_id!]));
    },
  };
}
