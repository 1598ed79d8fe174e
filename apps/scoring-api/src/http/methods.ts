import type { RequestHandler } from 'express';
import { HttpProblem } from './http-problem.ts';

/** The first handler of a route: says its pattern, for logs and metrics. */
export const named =
  (pattern: string): RequestHandler =>
  (req, _res, next) => {
    req.routePattern = pattern;
    next();
  };

/** The last handler of a route: refuses the methods it does not have. */
export const onlyMethods =
  (...allowed: readonly string[]): RequestHandler =>
  (req) => {
    throw new HttpProblem('method-not-allowed', {
      detail: `This route takes ${allowed.join(', ')}, not ${req.method}.`,
      headers: { Allow: allowed.join(', ') },
    });
  };

export const routeNotFound: RequestHandler = () => {
  throw new HttpProblem('route-not-found');
};
