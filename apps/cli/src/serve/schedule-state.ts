import type { ScheduleState } from '@leadlight/workflows';
import type { ScheduledOrg } from './schedule.ts';

/** The schedule state of an org, in memory until storage implements the port. */
export function storedScheduleState(_folder: string, _org: string | undefined): ScheduledOrg['state'] {
  let state: ScheduleState = { lastTrainingAttemptAt: null, lastDailyWorkAt: null };
  return {
    load: () => Promise.resolve(state),
    save(change) {
      state = { ...state, ...change };
      return Promise.resolve();
    },
  };
}
