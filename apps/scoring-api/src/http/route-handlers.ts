import { deprecations, type Deprecations } from '@leadlight/contract';
import { Router, type RequestHandler } from 'express';
import { setDeprecationHeaders } from './api-version.ts';
import { HttpProblem } from './http-problem.ts';

/** The first handler of a route: sets its pattern for logs and metrics, and announces a deprecation. */
export const routeName = (pattern: string, deprecated: Deprecations = deprecations): RequestHandler => {
  // Checked once, because most routes have no deprecation.
  const mayBeDeprecated = Object.keys(deprecated).some((route) => route.endsWith(` ${pattern}`));
  return (req, res, next) => {
    req.routePattern = pattern;
    const deprecation = mayBeDeprecated ? deprecated[`${req.method.toLowerCase()} ${pattern}`] : undefined;
    if (deprecation) setDeprecationHeaders(res, deprecation);
    next();
  };
};

/** The last handler of a route: rejects all other methods. */
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

type Methods = Readonly<Partial<Record<'get' | 'post' | 'put' | 'delete', readonly RequestHandler[]>>>;

/**
 * A router whose routes set their pattern and reject methods that they do not have.
 *
 * ```ts
 * createRouter({ '/v1/models/{modelId}': { get: [requireScope('read'), (req, res) => sendJson(res, {})] } });
 * ```
 *
 * @param routes patterns as in the contract
 */
export function createRouter(routes: Readonly<Record<string, Methods>>): Router {
  const router = Router({ caseSensitive: true, strict: true });
  for (const [pattern, methods] of Object.entries(routes)) {
    const route = router.route(pattern.replaceAll(/\{(\w+)\}/g, ':$1'));
    for (const [method, handlers] of Object.entries(methods)) {
      route[method as keyof Methods](routeName(pattern), ...handlers);
    }
    // Express answers HEAD with the handlers of GET.
    const allowed = Object.keys(methods).flatMap((method) =>
      method === 'get' ? ['GET', 'HEAD'] : method.toUpperCase(),
    );
    route.all(allowOnly(...allowed));
  }
  return router;
}
