import type { ApiUsage } from '@leadlight/workflows';
import { SalesforceError } from '../errors.ts';

/** Share of the org's daily API calls that is left to others. */
export const DEFAULT_FLOOR_SHARE = 0.1;

/** Whether fewer calls are left than the floor; false before the org has told. */
export const isBelowFloor = (usage: ApiUsage | undefined, floorShare: number): boolean =>
  usage !== undefined && usage.limit - usage.used <= usage.limit * floorShare;

export function budgetFloorError(usage: ApiUsage | undefined, floorShare: number): SalesforceError {
  const { used = 0, limit = 0 } = usage ?? {};
  return new SalesforceError(
    'api_budget_floor',
    `${used} of ${limit} API calls are used; ${Math.round(floorShare * 100)} % are kept for others.`,
    { used, limit, floorShare },
  );
}
