import type { OrgSteps } from '@leadlight/workflows';
import type { Database } from '../database/tables.ts';

export function orgStepsRepository(db: Database): OrgSteps {
  return {
    find: (orgId, step) =>
      db
        .selectFrom('org_step')
        .select(['started_at as startedAt', 'ended_at as endedAt', 'failure'])
        .where('org_id', '=', orgId)
        .where('step', '=', step)
        .executeTakeFirst(),

    async list(step) {
      const rows = await db
        .withoutPlugins() // Spans orgs: the planner's question.
        .selectFrom('org_step')
        .select(['org_id', 'started_at as startedAt', 'ended_at as endedAt', 'failure'])
        .where('step', '=', step)
        .execute();
      return new Map(rows.map(({ org_id, ...times }) => [org_id, times]));
    },

    async save(orgId, step, { startedAt, endedAt, failure }) {
      const times = { started_at: startedAt, ended_at: endedAt, failure };
      await db
        .insertInto('org_step')
        .values({ org_id: orgId, step, ...times })
        .onConflict((conflict) => conflict.columns(['org_id', 'step']).doUpdateSet(times))
        .execute();
    },
  };
}
