import type { Instant } from '@leadlight/lead-features';
import type { ScoreLogEntry } from './score-log.ts';

/** An answer as it was sent, kept so that the same request can be answered the same way again. */
export interface StoredResponse {
  /** Hash of method, path and body: a key that comes back with another one is a mistake of the caller. */
  readonly requestHash: string;
  readonly status: number;
  /** JSON text, byte for byte. */
  readonly body: string;
  readonly at: Instant;
}

/** Answers by the caller's `Idempotency-Key`. */
export interface IdempotencyStore {
  find(orgId: string, key: string): Promise<StoredResponse | undefined>;
  /**
   * Logs the scores and keeps the answer in one transaction, before it is sent. Where the key has been answered
   * meanwhile, nothing is logged, and the earlier answer is the one to send: of two requests with one key, whichever
   * process they reach, one counts.
   */
  store(
    orgId: string,
    key: string,
    answer: StoredResponse,
    scores: readonly ScoreLogEntry[],
  ): Promise<{ readonly kept: StoredResponse; readonly first: boolean }>;
}
