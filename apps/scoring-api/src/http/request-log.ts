import type { RequestHandler } from 'express';
import type { Logger } from 'pino';

/** A flood of rejected requests must not fill the disk. */
const MAX_LINES_PER_SECOND = 200;

/**
 * Logs the caller, route and duration of requests, without path, query or body, which may be personal. Errors are all
 * logged up to a rate, beyond which they are counted; of the successes one of `logEvery` is logged.
 */
export function requestLog(log: Logger, logEvery: number, now: () => number = () => performance.now()): RequestHandler {
  const limit = new LogLineLimit(now);
  let successes = 0;
  return (req, res, next) => {
    const startedAt = now();
    res.once('close', () => {
      const status = res.statusCode;
      const isComplete = res.writableFinished;
      if (isComplete && status < 400 && successes++ % logEvery !== 0) return;
      const omitted = limit.take();
      if (omitted === undefined) return;
      const line = {
        requestId: req.requestId,
        traceId: req.traceId,
        method: req.method,
        route: req.routePattern,
        status: isComplete ? status : 'aborted',
        ms: Math.round((now() - startedAt) * 100) / 100,
        org: req.caller?.orgId,
        key: req.caller?.keyId,
        notLogged: omitted || undefined,
      };
      log[status >= 500 ? 'error' : 'info'](line, 'request');
    });
    next();
  };
}

/** Limits the lines per second and counts those that are omitted. */
class LogLineLimit {
  readonly #now: () => number;
  #second = 0;
  #lines = 0;
  #omitted = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @returns the number of lines omitted since the last one; undefined where this line is omitted, too */
  take(): number | undefined {
    const second = Math.floor(this.#now() / 1_000);
    if (second !== this.#second) {
      this.#second = second;
      this.#lines = 0;
    }
    this.#lines += 1;
    if (this.#lines > MAX_LINES_PER_SECOND) {
      this.#omitted += 1;
      return undefined;
    }
    const omitted = this.#omitted;
    this.#omitted = 0;
    return omitted;
  }
}
