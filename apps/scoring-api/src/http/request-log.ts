import type { RequestHandler } from 'express';
import type { Logger } from 'pino';

/**
 * One line per request: who, which route, how long. No path, no query, no body: they may be personal. Refusals and
 * failures are all logged, successes by `sampleEvery`.
 */
export function requestLog(log: Logger, sampleEvery: number): RequestHandler {
  let successes = 0;
  return (req, res, next) => {
    const startedAt = performance.now();
    res.on('close', () => {
      const status = res.statusCode;
      if (status < 400 && res.writableFinished && successes++ % sampleEvery !== 0) return;
      const line = {
        requestId: req.requestId,
        method: req.method,
        route: req.routePattern,
        status: res.writableFinished ? status : 'aborted',
        ms: Math.round((performance.now() - startedAt) * 100) / 100,
        org: req.caller?.orgId,
        key: req.caller?.keyId,
      };
      log[status >= 500 ? 'error' : 'info'](line, 'request');
    });
    next();
  };
}
