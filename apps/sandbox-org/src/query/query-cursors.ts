import { randomBytes } from 'node:crypto';
import { ApiError } from '../org/api-error.ts';
import type { QueryPlan } from '../soql/plan-query.ts';

/** An answered query whose later pages may still be asked for: the records it found, in order. */
export interface QueryCursor {
  readonly plan: QueryPlan;
  readonly keys: readonly string[];
  readonly pageSize: number;
}

export interface QueryCursors {
  /** Keeps a cursor and answers its locator. The oldest of more than ten is dropped, as the platform does. */
  keep(cursor: QueryCursor): string;
  /** @throws ApiError INVALID_QUERY_LOCATOR */
  get(locator: string): QueryCursor;
}

const MAX_CURSORS = 10;

export function createQueryCursors(): QueryCursors {
  const kept = new Map<string, QueryCursor>();
  return {
    keep(cursor) {
      const locator = `01g${randomBytes(12).toString('base64url').replace(/[-_]/g, 'x').slice(0, 15)}`;
      kept.set(locator, cursor);
      const [oldest] = kept.keys();
      if (kept.size > MAX_CURSORS && oldest !== undefined) kept.delete(oldest);
      return locator;
    },
    get(locator) {
      const cursor = kept.get(locator);
      if (!cursor) throw new ApiError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
      // Used last, dropped last.
      kept.delete(locator);
      kept.set(locator, cursor);
      return cursor;
    },
  };
}
