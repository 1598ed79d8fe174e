import { deprecations, type Deprecations } from '@leadlight/contract';
import type { RequestHandler } from 'express';
import { HttpProblem } from './http-problem.ts';
import { setDeprecationHeaders } from './api-version.ts';

/** The first handler of a route: says its pattern, for logs and metrics, and in the answer whether it is going away. */
export const routeName = (pattern: string, going: Deprecations = deprecations): RequestHandler => {
  // Most routes stay: theirs is the short way.
  const isGoing = Object.keys(going).some((name) => name.endsWith(` ${pattern}`));
  return (req, res, next) => {
    req.routePattern = pattern;
    const deprecation = isGoing ? going[`${req.method.toLowerCase()} ${pattern}`] : undefined;
    if (deprecation) setDeprecationHeaders(res, deprecation);
    next();
  };
};

/** The last handler of a route: refuses the methods it does not have. */
export const allowOnly =
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
