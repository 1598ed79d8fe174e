import type { Instant } from '@leadlight/lead-features';
import type { JobPosition } from '../bulk/query-job.ts';
import { isJsonObject } from '../connection/json.ts';
import { SalesforceError } from '../errors.ts';
import type { QueryPosition } from './query-pages.ts';

const VERSION = 2;

/** Where a stream has got to, stored as text. */
export interface StreamCursor {
  /** The org's clock when the last complete pass started; null before the first. */
  readonly since: Instant | null;
  /** The sorted fields that were selected, so that a field that becomes readable is noticed. */
  readonly fields: readonly string[];
  /** The pass that is under way; null between passes. */
  readonly pass: ReadPass | null;
}

/** One pass over a stream. `startedAt` becomes `since` at its end. */
export interface ReadPass {
  readonly startedAt: Instant;
  /** Rows changed since then are read; null = all rows. */
  readonly changedSince: Instant | null;
  readonly position: QueryPosition | JobPosition;
}

export const INITIAL_CURSOR: StreamCursor = { since: null, fields: [], pass: null };

export const formatCursor = (cursor: StreamCursor): string => JSON.stringify({ version: VERSION, ...cursor });

/** @throws SalesforceError `cursor_unreadable` */
export function parseCursor(text: string | undefined): StreamCursor {
  if (text === undefined) return INITIAL_CURSOR;
  try {
    const cursor: unknown = JSON.parse(text);
    if (isJsonObject(cursor) && cursor.version === VERSION && 'since' in cursor && 'pass' in cursor) {
      const { since, fields, pass } = cursor as unknown as StreamCursor;
      return { since, fields, pass };
    }
  } catch {
    // Text that is no JSON is reported like any other unreadable cursor.
  }
  throw new SalesforceError('cursor_unreadable', { cursor: text.slice(0, 80) });
}
