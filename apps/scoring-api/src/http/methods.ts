import type { RequestHandler } from 'express';
import { HttpProblem } from './http-problem.ts';

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
