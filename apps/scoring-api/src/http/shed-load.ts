import type { RequestHandler } from 'express';
import { HttpProblem } from './http-problem.ts';

export interface LoadSettings {
  /** Maximum number of concurrent requests in this process. */
  readonly maxConcurrent: number;
  /** Lag of the event loop above which new requests are rejected. */
  readonly maxLagMs: number;
}

const MEASURING_INTERVAL_MS = 100;
/** With fewer requests, the lag has another cause (a first response, a busy machine), and rejecting helps nobody. */
const MIN_REQUESTS_TO_SHED = 8;

/**
 * Measures the lag of the event loop: how long a request waits before its first handler. `monitorEventLoopDelay` of Node
 * does not fit: its maximum must be reset to be recent, and it loses a stall that begins just after a reset.
 */
export class EventLoopLag {
  #lagMs = 0;
  readonly #timer: NodeJS.Timeout;

  constructor() {
    let dueAt = performance.now() + MEASURING_INTERVAL_MS;
    this.#timer = setInterval(() => {
      const now = performance.now();
      this.#lagMs = Math.max(0, now - dueAt);
      dueAt = now + MEASURING_INTERVAL_MS;
    }, MEASURING_INTERVAL_MS).unref();
  }

  get lagMs(): number {
    return this.#lagMs;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

/** Rejects requests at once with a 503 when accepting them would make all requests wait. */
export class LoadShedder {
  readonly #settings: LoadSettings;
  readonly #lag: Pick<EventLoopLag, 'lagMs'>;
  #inProgress = 0;

  constructor(settings: LoadSettings, lag: Pick<EventLoopLag, 'lagMs'>) {
    this.#settings = settings;
    this.#lag = lag;
  }

  readonly handler: RequestHandler = (_req, res, next) => {
    if (this.#inProgress >= this.#settings.maxConcurrent) {
      throw new HttpProblem('overloaded', { detail: 'There are too many requests.' });
    }
    this.requireResponsive();
    this.#inProgress += 1;
    res.once('close', () => {
      this.#inProgress -= 1;
    });
    next();
  };

  /** @throws HttpProblem `overloaded` while requests wait too long */
  requireResponsive(): void {
    if (this.#inProgress >= MIN_REQUESTS_TO_SHED && this.#lag.lagMs > this.#settings.maxLagMs) {
      throw new HttpProblem('overloaded', { detail: 'Requests already wait too long.' });
    }
  }
}
