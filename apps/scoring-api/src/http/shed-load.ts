import type { RequestHandler } from 'express';
import { HttpProblem } from './http-problem.ts';

export interface LoadSettings {
  /** Requests that may be under way at once in this process. */
  readonly maxUnderWay: number;
  /** How late the event loop may be before new requests are refused. */
  readonly maxLagMs: number;
}

const MEASURE_EVERY_MS = 100;
/** With fewer requests under way lateness is not their doing (a first answer, a busy machine), and refusing helps nobody. */
const MIN_REQUESTS_TO_SHED = 8;

/** Measures how late the event loop is: what any request waits before it is even looked at. */
export class EventLoopLag {
  #lagMs = 0;
  readonly #timer: NodeJS.Timeout;

  constructor() {
    let dueAt = performance.now() + MEASURE_EVERY_MS;
    this.#timer = setInterval(() => {
      const now = performance.now();
      this.#lagMs = Math.max(0, now - dueAt);
      dueAt = now + MEASURE_EVERY_MS;
    }, MEASURE_EVERY_MS).unref();
  }

  get lagMs(): number {
    return this.#lagMs;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

/** Refuses new work at once where taking it would make everybody wait: a clean 503, never a hang. */
export function shedLoad({ maxUnderWay, maxLagMs }: LoadSettings, lag: Pick<EventLoopLag, 'lagMs'>): RequestHandler {
  let underWay = 0;
  return (_req, res, next) => {
    if (underWay >= maxUnderWay) throw new HttpProblem('overloaded', { detail: 'Too many requests are under way.' });
    if (underWay >= MIN_REQUESTS_TO_SHED && lag.lagMs > maxLagMs)
      throw new HttpProblem('overloaded', { detail: 'Requests wait too long already.' });
    underWay += 1;
    res.once('close', () => {
      underWay -= 1;
    });
    next();
  };
}
