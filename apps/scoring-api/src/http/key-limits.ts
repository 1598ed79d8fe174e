import type { Clock } from '@leadlight/workflows';
import type { RequestHandler } from 'express';
import { HttpProblem } from './http-problem.ts';

export interface KeyLimitSettings {
  /** Requests a second that one key may make on average; twice as many in a burst. */
  readonly requestsPerSecond: number;
  /** Requests of one key that may be under way at once. */
  readonly concurrent: number;
}

interface Use {
  tokens: number;
  filledAt: number;
  underWay: number;
}

/** A key that has not asked for so long has its full allowance again and can be forgotten. */
const FORGET_AFTER_MS = 60_000;
const MAX_IDLE_KEYS = 1_000;

/** Holds each key to a rate (token bucket) and to a number of requests at once. */
export class KeyLimits {
  readonly #settings: KeyLimitSettings;
  readonly #clock: Clock;
  readonly #uses = new Map<string, Use>();

  constructor(settings: KeyLimitSettings, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
  }

  /**
   * Counts a request in.
   * @returns counts it out again
   * @throws HttpProblem `rate-limited`
   */
  enter(keyId: string): () => void {
    const { requestsPerSecond, concurrent } = this.#settings;
    const use = this.#useOf(keyId);
    if (use.underWay >= concurrent)
      throw rateLimitedProblem(`A key may have ${concurrent} requests under way at once.`, 1);
    if (use.tokens < 1) {
      throw rateLimitedProblem(
        `A key may make ${requestsPerSecond} requests a second.`,
        Math.ceil((1 - use.tokens) / requestsPerSecond),
      );
    }
    use.tokens -= 1;
    use.underWay += 1;
    return () => {
      use.underWay -= 1;
    };
  }

  #useOf(keyId: string): Use {
    const now = this.#clock.now();
    const burst = 2 * this.#settings.requestsPerSecond;
    let use = this.#uses.get(keyId);
    if (!use) {
      if (this.#uses.size >= MAX_IDLE_KEYS) this.#forgetIdle(now);
      use = { tokens: burst, filledAt: now, underWay: 0 };
      this.#uses.set(keyId, use);
    }
    const gained = (Math.max(0, now - use.filledAt) / 1_000) * this.#settings.requestsPerSecond;
    use.tokens = Math.min(burst, use.tokens + gained);
    use.filledAt = now;
    return use;
  }

  #forgetIdle(now: number): void {
    for (const [keyId, { underWay, filledAt }] of this.#uses) {
      if (underWay === 0 && now - filledAt > FORGET_AFTER_MS) this.#uses.delete(keyId);
    }
  }
}

const rateLimitedProblem = (detail: string, retryAfterSeconds: number) =>
  new HttpProblem('rate-limited', { detail, headers: { 'Retry-After': String(retryAfterSeconds) } });

/** Behind `authenticate`: limits go by key, whatever tokens were got with it. */
export const limitKeys =
  (limits: KeyLimits): RequestHandler =>
  (req, res, next) => {
    res.once('close', limits.enter(req.caller.keyId));
    next();
  };
