import type { ApiUsage } from '@leadlight/workflows';
import { SalesforceError } from '../errors.ts';

/** Share of the org's daily API calls that is reserved for others. */
export const DEFAULT_FLOOR_SHARE = 0.1;

/** Whether fewer calls are left than the floor; false before the first response of the org. */
export const isBelowFloor = (usage: ApiUsage | undefined, floorShare: number): boolean =>
  usage !== undefined && usage.limit - usage.used <= usage.limit * floorShare;

export const budgetFloorError = ({ used, limit }: ApiUsage = { used: 0, limit: 0 }, floorShare: number) =>
  new SalesforceError('api_budget_floor', { used, limit, floorShare });
