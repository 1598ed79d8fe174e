import type { ScheduleState, ScheduleStates } from '@leadlight/workflows';
import { withStorage } from '../with-storage.ts';
import type { ScheduledOrg } from './schedule.ts';

/**
 * The stored schedule state of an org.
 * @param org undefined: the only stored org; the state stays in memory until the first sync has stored that org
 */
export function storedScheduleState(folder: string, org: string | undefined): ScheduledOrg['state'] {
  let state: ScheduleState = { lastTrainingAttemptAt: null, lastDailyWorkAt: null, retrainEveryDays: null };
  const withOrg = <T>(work: (states: ScheduleStates, orgId: string) => Promise<T>) =>
    withStorage(folder, async (storage) => {
      const orgId = org ?? (await storage.orgs.list())[0]?.orgId;
      return orgId === undefined ? undefined : work(storage.scheduleStates, orgId);
    });
  return {
    async load() {
      state = (await withOrg((states, orgId) => states.get(orgId))) ?? state;
      return state;
    },
    async save(change) {
      state = { ...state, ...change };
      await withOrg((states, orgId) => states.save(orgId, change));
    },
  };
}
