import type { RequestHandler } from 'express';
import type { Logger } from 'pino';

/** Lines a second: whoever floods the service with refused requests must not flood the disk too. */
const MAX_LINES_PER_SECOND = 200;

/**
 * One line per request: who, which route, how long. No path, no query, no body: they may be personal. Refusals and
 * failures are all logged, up to a rate beyond which they are only counted; successes by `logEvery`.
 */
export function requestLog(log: Logger, logEvery: number, now: () => number = () => performance.now()): RequestHandler {
  const allowance = new LogLineLimit(now);
  let successes = 0;
  return (req, res, next) => {
    const startedAt = now();
    res.once('close', () => {
      const status = res.statusCode;
      const answered = res.writableFinished;
      if (answered && status < 400 && successes++ % logEvery !== 0) return;
      const left = allowance.take();
      if (left === undefined) return;
      const line = {
        requestId: req.requestId,
        traceId: req.traceId,
        method: req.method,
        route: req.routePattern,
        status: answered ? status : 'aborted',
        ms: Math.round((now() - startedAt) * 100) / 100,
        org: req.caller?.orgId,
        key: req.caller?.keyId,
        notLogged: left || undefined,
      };
      log[status >= 500 ? 'error' : 'info'](line, 'request');
    });
    next();
  };
}

/** So many lines a second, and how many were left out. */
class LogLineLimit {
  readonly #now: () => number;
  #second = 0;
  #lines = 0;
  #leftOut = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @returns how many lines were left out since the last one; undefined where this one is left out too */
  take(): number | undefined {
    const second = Math.floor(this.#now() / 1_000);
    if (second !== this.#second) {
      this.#second = second;
      this.#lines = 0;
    }
    this.#lines += 1;
    if (this.#lines > MAX_LINES_PER_SECOND) {
      this.#leftOut += 1;
      return undefined;
    }
    const leftOut = this.#leftOut;
    this.#leftOut = 0;
    return leftOut;
  }
}
