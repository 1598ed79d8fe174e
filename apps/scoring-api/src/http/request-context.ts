import { randomUUID } from 'node:crypto';
import type { KeyScope } from '@leadlight/workflows';
import type { RequestHandler } from 'express';

/** The org and the key of a credential. */
export interface Caller {
  readonly orgId: string;
  readonly keyId: string;
  readonly scopes: readonly KeyScope[];
  /** API names of the objects whose records it may see. */
  readonly objects: readonly string[];
}

declare module 'express-serve-static-core' {
  interface Request {
    /** In every response, log line and problem. The caller may choose it in `X-Request-Id`. */
    requestId: string;
    /** Trace id of a W3C `traceparent` of the caller, which connects its traces with this log. */
    traceId?: string;
    /** Set by `authenticate`, so always present on /v1 routes. */
    caller: Caller;
    /** The pattern of the route, for logs and metrics: a path may name a lead. */
    routePattern?: string;
  }
}

const TRACE_PARENT = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;
const REQUEST_ID = /^[A-Za-z0-9._-]{8,64}$/;

/** Sets the id of the request and the headers of every response. */
export const requestContext: RequestHandler = (req, res, next) => {
  const id = req.headers['x-request-id'];
  req.requestId = typeof id === 'string' && REQUEST_ID.test(id) ? id : randomUUID();
  const traceParent = req.headers.traceparent;
  if (typeof traceParent === 'string') req.traceId = TRACE_PARENT.exec(traceParent)?.[1];
  res.setHeader('X-Request-Id', req.requestId);
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('Cache-Control', 'no-store');
  next();
};
