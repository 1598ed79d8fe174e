import { randomBytes } from 'node:crypto';
import { ApiError } from '../org/api-error.ts';
import type { QueryPlan } from '../soql/query-plan.ts';

/** The keys of the records that a query found, in order, for its next pages. */
export interface QueryCursor {
  readonly plan: QueryPlan;
  readonly keys: readonly string[];
  readonly batchSize: number;
}

export interface QueryCursors {
  /** Adds a cursor and returns its locator. Only the ten cursors used last are kept, as on the platform. */
  add(cursor: QueryCursor): string;
  /** @throws ApiError INVALID_QUERY_LOCATOR */
  get(locator: string): QueryCursor;
}

const MAX_CURSORS = 10;

export function createQueryCursors(): QueryCursors {
  const cursors = new Map<string, QueryCursor>();
  return {
    add(cursor) {
      const locator = `01g${randomBytes(12).toString('base64url').replace(/[-_]/g, 'x').slice(0, 15)}`;
      cursors.set(locator, cursor);
      const [oldest] = cursors.keys();
      if (cursors.size > MAX_CURSORS && oldest !== undefined) cursors.delete(oldest);
      return locator;
    },
    get(locator) {
      const cursor = cursors.get(locator);
      if (!cursor) throw new ApiError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
      // A Map is in order of insertion: moves the cursor to the end.
      cursors.delete(locator);
      cursors.set(locator, cursor);
      return cursor;
    },
  };
}
