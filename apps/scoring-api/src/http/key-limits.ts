import { SECOND_MS } from '@leadlight/common';
import type { MonotonicMs } from '@leadlight/workflows';
import type { RequestHandler } from 'express';
import { LRUCache } from 'lru-cache';
import { HttpProblem } from './http-problem.ts';

export interface KeyLimitSettings {
  /** Average requests per second of one key; a burst may have twice as many. */
  readonly requestsPerSecond: number;
  /** Concurrent requests of one key. */
  readonly concurrent: number;
}

interface Usage {
  tokens: number;
  filledAtMs: number;
  inProgress: number;
}

const MAX_KEYS = 10_000;

/** Limits each key to a rate (token bucket) and to a number of concurrent requests. `RequestBodies` limits its bytes. */
export class KeyLimits {
  readonly #settings: KeyLimitSettings;
  readonly #elapsedMs: MonotonicMs;
  readonly #usage = new LRUCache<string, Usage>({ max: MAX_KEYS });

  constructor(settings: KeyLimitSettings, elapsedMs: MonotonicMs) {
    this.#settings = settings;
    this.#elapsedMs = elapsedMs;
  }

  /**
   * Counts a request of the key.
   * @returns to be called when the request has ended
   * @throws HttpProblem `rate-limited`
   */
  enter(keyId: string): () => void {
    const { requestsPerSecond, concurrent } = this.#settings;
    const usage = this.#usageOf(keyId);
    if (usage.inProgress >= concurrent)
      throw rateLimitedProblem(`A key may have ${concurrent} concurrent requests.`, 1);
    if (usage.tokens < 1) {
      throw rateLimitedProblem(
        `A key may make ${requestsPerSecond} requests per second.`,
        Math.ceil((1 - usage.tokens) / requestsPerSecond),
      );
    }
    usage.tokens -= 1;
    usage.inProgress += 1;
    return () => {
      usage.inProgress -= 1;
    };
  }

  #usageOf(keyId: string): Usage {
    const nowMs = this.#elapsedMs();
    const { requestsPerSecond } = this.#settings;
    const burst = 2 * requestsPerSecond;
    let usage = this.#usage.get(keyId);
    if (!usage) {
      usage = { tokens: burst, filledAtMs: nowMs, inProgress: 0 };
      this.#usage.set(keyId, usage);
    }
    const gained = ((nowMs - usage.filledAtMs) / SECOND_MS) * requestsPerSecond;
    usage.tokens = Math.min(burst, usage.tokens + gained);
    usage.filledAtMs = nowMs;
    return usage;
  }
}

const rateLimitedProblem = (detail: string, retryAfterSeconds: number) =>
  new HttpProblem('rate-limited', { detail, headers: { 'Retry-After': String(retryAfterSeconds) } });

/** Runs after `authenticate`. The tokens of a key share its limits. */
export const limitKeys =
  (limits: KeyLimits): RequestHandler =>
  (req, res, next) => {
    res.once('close', limits.enter(req.caller.keyId));
    next();
  };
