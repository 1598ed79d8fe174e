import { randomUUID } from 'node:crypto';
import { DEFAULT_RESERVE_SHARE, HOUR_MS, MINUTE_MS } from '@leadlight/common';
import type { ApiAllowance, ApiUsage, ReportedUsage } from '@leadlight/workflows';
import { isSalesforceError, SalesforceError } from '../errors.ts';
import type { SalesforceConnection } from './salesforce-connection.ts';
import { realTiming, type Timing } from './timing.ts';

export { DEFAULT_RESERVE_SHARE };

/** Whether calls may be made that can wait: what writes, compares or follows. */
export interface ApiBudget {
  /** False where only the reserve for other programs is left, or less. */
  mayCall(): Promise<boolean>;
}

/** Whether only the reserve is left, or less; false before the first response of the org. */
export const isBelowReserve = (usage: ApiUsage | undefined, reserveShare: number): boolean =>
  usage !== undefined && usage.limit - usage.used <= usage.limit * reserveShare;

/** A budget that knows only what the org reported to this connection. */
export const connectionBudget = (
  connection: SalesforceConnection,
  reserveShare = DEFAULT_RESERVE_SHARE,
): ApiBudget => ({ mayCall: () => Promise.resolve(!isBelowReserve(connection.apiUsage(), reserveShare)) });

/** Calls that are reserved at a time, and how many of them must be left to begin an operation of one or a few calls. */
const BLOCK_CALLS = 20;
const MIN_CALLS = 4;
/** Older reservations are renewed, so that no living process has one that counts no more. */
const MAX_BLOCK_AGE_MS = HOUR_MS;
/** Where no call is left, the org is asked again this often. */
const USAGE_VALID_MS = 5 * MINUTE_MS;

export interface SharedBudgetOptions {
  readonly reserveShare?: number;
  readonly timing?: Pick<Timing, 'elapsedMs'>;
}

/**
 * A budget that all processes share: calls are reserved in blocks. An operation that was begun is finished, also where it
 * needs more calls than its block has left; the next reservation reports them.
 */
export class SharedBudget implements ApiBudget {
  readonly #connection: SalesforceConnection;
  readonly #allowance: ApiAllowance;
  readonly #reserveShare: number;
  readonly #timing: Pick<Timing, 'elapsedMs'>;
  readonly #holder = randomUUID();
  #block: { readonly untilRequest: number; readonly atMs: number } | undefined;
  #latest: Promise<unknown> = Promise.resolve();

  constructor(connection: SalesforceConnection, allowance: ApiAllowance, options: SharedBudgetOptions = {}) {
    this.#connection = connection;
    this.#allowance = allowance;
    this.#reserveShare = options.reserveShare ?? DEFAULT_RESERVE_SHARE;
    this.#timing = options.timing ?? realTiming;
  }

  mayCall(): Promise<boolean> {
    return this.#inTurn(async () => {
      if (this.#callsLeft() >= MIN_CALLS) return true;
      if (await this.#reserve()) return true;
      return (await this.#askForUsage()) && this.#reserve();
    });
  }

  /** Gives back what is reserved and was not used. */
  async giveBack(): Promise<void> {
    await this.#inTurn(async () => {
      if (this.#block === undefined) return;
      this.#block = undefined;
      await this.#allowance.giveBack(this.#connection.orgId, this.#holder, this.#reported());
    });
  }

  async #reserve(): Promise<boolean> {
    const calls = await this.#allowance.reserve(this.#connection.orgId, {
      holder: this.#holder,
      calls: BLOCK_CALLS,
      reserveShare: this.#reserveShare,
      reported: this.#reported(),
    });
    this.#block = { untilRequest: this.#connection.requestsSent() + calls, atMs: this.#timing.elapsedMs() };
    return calls >= MIN_CALLS;
  }

  /** One call from the reserve: what is stored may be of yesterday. @returns false where this connection knows it already */
  async #askForUsage(): Promise<boolean> {
    if ((this.#connection.apiUsageAgeMs() ?? Infinity) < USAGE_VALID_MS) return false;
    try {
      await this.#connection.request({ method: 'GET', path: '/limits' });
    } catch (error) {
      if (!isSalesforceError(error, 'api_limit_exceeded')) throw error;
    }
    return true;
  }

  #callsLeft(): number {
    if (this.#block === undefined || this.#timing.elapsedMs() - this.#block.atMs > MAX_BLOCK_AGE_MS) return 0;
    return this.#block.untilRequest - this.#connection.requestsSent();
  }

  #reported(): ReportedUsage | undefined {
    const usage = this.#connection.apiUsage();
    return usage && { ...usage, ageMs: this.#connection.apiUsageAgeMs() ?? 0 };
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#latest.then(work);
    this.#latest = result.catch(() => undefined);
    return result;
  }
}

/** @throws SalesforceError `api_budget_reserve` if only the reserve is left, or less */
export async function requireBudget(
  budget: ApiBudget,
  connection: SalesforceConnection,
  reserveShare: number,
): Promise<void> {
  if (!(await budget.mayCall())) throw budgetReserveError(connection.apiUsage(), reserveShare);
}

export const budgetReserveError = ({ used, limit }: ApiUsage = { used: 0, limit: 0 }, reserveShare: number) =>
  new SalesforceError('api_budget_reserve', { used, limit, reserveShare });
