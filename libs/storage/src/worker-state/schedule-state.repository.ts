import type { ScheduleStates } from '@leadlight/workflows';
import type { Database } from '../database/tables.ts';

export function scheduleStateRepository(db: Database): ScheduleStates {
  return {
    async get(orgId) {
      const row = await db
        .selectFrom('schedule_state')
        .select([
          'last_training_attempt_at as lastTrainingAttemptAt',
          'last_daily_work_at as lastDailyWorkAt',
          'retrain_every_days as retrainEveryDays',
        ])
        .where('org_id', '=', orgId)
        .executeTakeFirst();
      return row ?? { lastTrainingAttemptAt: null, lastDailyWorkAt: null, retrainEveryDays: null };
    },

    async save(orgId, { lastTrainingAttemptAt, lastDailyWorkAt, retrainEveryDays }) {
      const change = {
        ...(lastTrainingAttemptAt !== undefined && { last_training_attempt_at: lastTrainingAttemptAt }),
        ...(lastDailyWorkAt !== undefined && { last_daily_work_at: lastDailyWorkAt }),
        ...(retrainEveryDays !== undefined && { retrain_every_days: retrainEveryDays }),
      };
      await db
        .insertInto('schedule_state')
        .values({ org_id: orgId, ...change })
        .onConflict((conflict) => conflict.column('org_id').doUpdateSet({ org_id: orgId, ...change }))
        .execute();
    },
  };
}
