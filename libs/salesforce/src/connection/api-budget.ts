import type { ApiUsage } from '@leadlight/workflows';
import { SalesforceError } from '../errors.ts';

export { DEFAULT_RESERVE_SHARE } from '@leadlight/common';

/** Whether only the reserve is left, or less; false before the first response of the org. */
export const isBelowReserve = (usage: ApiUsage | undefined, reserveShare: number): boolean =>
  usage !== undefined && usage.limit - usage.used <= usage.limit * reserveShare;

/** @throws SalesforceError `api_budget_reserve` if only the reserve is left, or less */
export function requireBudget(usage: ApiUsage | undefined, reserveShare: number): void {
  if (isBelowReserve(usage, reserveShare)) throw budgetReserveError(usage, reserveShare);
}

export const budgetReserveError = ({ used, limit }: ApiUsage = { used: 0, limit: 0 }, reserveShare: number) =>
  new SalesforceError('api_budget_reserve', { used, limit, reserveShare });
