import type { ScheduleStates } from '@leadlight/workflows';
import type { Database } from '../database/tables.ts';

export function scheduleStateRepository(db: Database): ScheduleStates {
  return {
    async get(orgId) {
      const row = await db
        .selectFrom('schedule_state')
        .select(['last_training_attempt_at as lastTrainingAttemptAt', 'last_daily_work_at as lastDailyWorkAt'])
        .where('org_id', '=', orgId)
        .executeTakeFirst();
      return row ?? { lastTrainingAttemptAt: null, lastDailyWorkAt: null };
    },

    async save(orgId, { lastTrainingAttemptAt, lastDailyWorkAt }) {
      const change = {
        ...(lastTrainingAttemptAt !== undefined && { last_training_attempt_at: lastTrainingAttemptAt }),
        ...(lastDailyWorkAt !== undefined && { last_daily_work_at: lastDailyWorkAt }),
      };
      await db
        .insertInto('schedule_state')
        .values({ org_id: orgId, ...change })
        .onConflict((conflict) => conflict.column('org_id').doUpdateSet({ org_id: orgId, ...change }))
        .execute();
    },
  };
}
