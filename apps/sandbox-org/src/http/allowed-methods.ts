import type { NextFunction, Request, Response } from 'express';
import { ApiError } from '../org/api-error.ts';

const RESOURCES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(\/tooling)?\/(query|queryAll)(\/[^/]+)?$/, ['GET']],
  [/^\/(limits|search|recent|tabs|theme|jobs|tooling)?$/, ['GET']],
  [/^\/composite$/, ['GET', 'POST']],
  [/^\/composite\/sobjects$/, ['POST', 'PATCH', 'DELETE']],
  [/^\/composite\/sobjects\/\w+$/, ['GET', 'POST']],
  [/^\/composite\/sobjects\/\w+\/\w+$/, ['PATCH']],
  [/^\/sobjects$/, ['GET']],
  [/^\/sobjects\/\w+$/, ['GET', 'POST']],
  [/^\/sobjects\/\w+\/(describe|updated|deleted|listviews)(\/.*)?$/, ['GET']],
  [/^\/sobjects\/\w+\/[^/]+$/, ['GET', 'PATCH', 'DELETE']],
  [/^\/sobjects\/\w+\/\w+\/[^/]+$/, ['GET', 'PATCH', 'DELETE']],
  [/^\/named-credentials\/credential$/, ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']],
  [/^\/named-credentials\/(external-credentials|named-credential-setup)$/, ['GET']],
  [/^\/named-credentials\/named-credential-setup\/\w+$/, ['GET', 'PUT']],
  [/^\/jobs\/(ingest|query)$/, ['GET', 'POST']],
  [/^\/jobs\/(ingest|query)\/\w+$/, ['GET', 'PATCH', 'DELETE']],
  [/^\/jobs\/ingest\/\w+\/batches$/, ['PUT']],
  [/^\/jobs\/\w+\/\w+\/(results|successfulResults|failedResults|unprocessedrecords)$/, ['GET']],
];

/** Comes after all routes: rejects other methods of existing resources. @throws ApiError METHOD_NOT_ALLOWED */
export function rejectMethod(req: Request, res: Response, next: NextFunction): void {
  const path = req.path.length > 1 ? req.path.replace(/\/$/, '') : req.path;
  const allowed = RESOURCES.find(([pattern]) => pattern.test(path))?.[1];
  if (!allowed || allowed.includes(req.method)) {
    next();
    return;
  }
  const methods = allowed.flatMap((method) => (method === 'GET' ? ['HEAD', 'GET'] : [method])).join(',');
  res.set('Allow', methods);
  throw new ApiError(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${req.method}' not allowed. Allowed are ${methods}`);
}
