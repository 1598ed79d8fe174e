import { randomUUID } from 'node:crypto';
import type { KeyScope } from '@leadlight/workflows';
import type { RequestHandler } from 'express';

/** Who asks: the org and key that a credential stands for. */
export interface Caller {
  readonly orgId: string;
  readonly keyId: string;
  readonly scopes: readonly KeyScope[];
}

declare module 'express-serve-static-core' {
  interface Request {
    /** In every answer, log line and problem; taken from the caller where it sends a plausible one. */
    requestId: string;
    /** Trace id of a W3C `traceparent`, where the caller sends one: leads from its traces to this log. */
    traceId?: string;
    /** Set by `authenticate`: on /v1 routes always there. */
    caller: Caller;
    /** The route's pattern, for logs and metrics: a path may name a lead. */
    routePattern?: string;
  }
}

const TRACE_PARENT = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;
const PLAUSIBLE_ID = /^[A-Za-z0-9._-]{8,64}$/;

/** Names the request and sets the headers that every answer carries. */
export const requestContext: RequestHandler = (req, res, next) => {
  const sent = req.headers['x-request-id'];
  req.requestId = typeof sent === 'string' && PLAUSIBLE_ID.test(sent) ? sent : randomUUID();
  const traceParent = req.headers.traceparent;
  if (typeof traceParent === 'string') req.traceId = TRACE_PARENT.exec(traceParent)?.[1];
  res.setHeader('X-Request-Id', req.requestId);
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('Cache-Control', 'no-store');
  next();
};
