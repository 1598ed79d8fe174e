import type { Instant } from '@leadlight/lead-features';
import type { ScoreLogEntry } from './score-log.ts';

/** A response as it was sent, stored so that a repeated request gets the same one. */
export interface StoredResponse {
  /** Hash of method, path and body: the same key with another hash is the caller's mistake. */
  readonly requestHash: string;
  readonly status: number;
  /** JSON text, byte for byte. */
  readonly body: string;
  readonly storedAt: Instant;
}

/** Responses by the caller's `Idempotency-Key`. */
export interface IdempotencyStore {
  find(orgId: string, key: string): Promise<StoredResponse | undefined>;
  /**
   * Logs the scores and stores the response in one transaction, before it is sent. If the key has been used since, nothing
   * is logged and the earlier response must be sent: only one of two requests with one key counts, even across processes.
   */
  store(
    orgId: string,
    key: string,
    response: StoredResponse,
    scores: readonly ScoreLogEntry[],
  ): Promise<{ readonly stored: StoredResponse; readonly isFirst: boolean }>;
}
