import type { Instant } from '@leadlight/lead-features';
import { isJsonObject } from '../connection/json.ts';
import { SalesforceError } from '../errors.ts';

const VERSION = 1;

/** Where a stream stands. `since`: the org's clock when the last finished round began; null before one. */
export interface StreamCursor {
  readonly since: Instant | null;
  /** What was selected, sorted, so that a field that is new to the user is noticed. */
  readonly fields: readonly string[];
  /** How often everything was read anew because a field had been added. */
  readonly generation: number;
  /** The round under way; null between rounds. */
  readonly round: ReadPass | null;
}

/** `startedAt` becomes `since` when the round ends; rows from `from` on are read, all where it is null. */
export interface ReadPass {
  readonly startedAt: Instant;
  readonly from: Instant | null;
  readonly at: QueryPosition | BulkPosition;
}

/** After the last row read, in the order (time field, Id): rows that share a time are told apart by their id. */
export interface QueryPosition {
  readonly way: 'query';
  readonly after: { readonly time: Instant; readonly id: string } | null;
}

/** Before the results page `locator` (null = the first) of a query job. */
export interface BulkPosition {
  readonly way: 'bulk';
  readonly jobId: string;
  readonly locator: string | null;
  /** Rows on the pages before. */
  readonly rows: number;
}

export const INITIAL_CURSOR: StreamCursor = { since: null, fields: [], generation: 0, round: null };

export const formatCursor = (cursor: StreamCursor): string => JSON.stringify({ version: VERSION, ...cursor });

/** @throws SalesforceError `cursor_unreadable` */
export function parseCursor(text: string | undefined): StreamCursor {
  if (text === undefined) return INITIAL_CURSOR;
  try {
    const cursor: unknown = JSON.parse(text);
    if (isJsonObject(cursor) && cursor.version === VERSION && 'since' in cursor && 'round' in cursor) {
      const { since, fields, generation, round } = cursor as unknown as StreamCursor;
      return { since, fields, generation, round };
    }
  } catch {
    // Said below.
  }
  throw new SalesforceError('cursor_unreadable', 'The position of a stream cannot be read.');
}
