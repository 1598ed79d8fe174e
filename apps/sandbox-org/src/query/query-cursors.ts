import { randomBytes } from 'node:crypto';
import { badRequest } from '../org/api-error.ts';
import type { QueryPlan } from '../soql/query-plan.ts';

/** The keys of the records that a query found, in order, for its next pages. */
interface QueryCursor {
  readonly plan: QueryPlan;
  readonly keys: readonly string[];
  readonly batchSize: number;
}

const MAX_CURSORS = 10;

/** Keeps the ten cursors used last, as the platform does. */
export class QueryCursors {
  readonly #cursors = new Map<string, QueryCursor>();

  /** @returns the cursor's locator */
  add(cursor: QueryCursor): string {
    const locator = `01g${randomBytes(12).toString('base64url').replace(/[-_]/g, 'x').slice(0, 15)}`;
    this.#cursors.set(locator, cursor);
    const [oldest] = this.#cursors.keys();
    if (this.#cursors.size > MAX_CURSORS && oldest !== undefined) this.#cursors.delete(oldest);
    return locator;
  }

  /** @throws ApiError INVALID_QUERY_LOCATOR */
  get(locator: string): QueryCursor {
    const cursor = this.#cursors.get(locator);
    if (!cursor) throw badRequest('INVALID_QUERY_LOCATOR', 'invalid query locator');
    // A Map is in order of insertion: moves the cursor to the end.
    this.#cursors.delete(locator);
    this.#cursors.set(locator, cursor);
    return cursor;
  }
}
