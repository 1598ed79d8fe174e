import { setTimeout as delay } from 'node:timers/promises';
import type { NextFunction, Request, Response } from 'express';
import { ApiError } from '../org/api-error.ts';
import type { Org } from '../org/org.ts';
import type { Fault } from './faults.ts';

type HttpErrorKind = 'session_expired' | 'request_limit' | 'too_many_requests' | 'unavailable';

const HTTP_ERRORS: Readonly<Record<HttpErrorKind, readonly [status: number, code: string, message: string]>> = {
  session_expired: [401, 'INVALID_SESSION_ID', 'Session expired or invalid'],
  request_limit: [403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'],
  too_many_requests: [429, 'TOO_MANY_REQUESTS', 'Too many requests'],
  unavailable: [503, 'SERVER_UNAVAILABLE', 'Server is temporarily unavailable. Please try again later.'],
};

const HTTP_FAULTS = ['slow', 'cut', ...(Object.keys(HTTP_ERRORS) as HttpErrorKind[])] as const;

/** Applies HTTP faults: makes a request fail or slow. */
export const httpFaults =
  (org: Org) =>
  async (req: Request, res: Response, next: NextFunction): Promise<void> => {
    const matches = ({ path, method }: Fault): boolean =>
      (path === undefined || req.originalUrl.includes(path)) && (method === undefined || method === req.method);
    const fault = org.faults.take(HTTP_FAULTS, matches);
    if (!fault) next();
    else if (fault.kind === 'slow') {
      await delay(fault.delayMs ?? 1_000);
      next();
    } else if (fault.kind === 'cut') {
      // The bytes are those of the text.
      req.headers['accept-encoding'] = 'identity';
      cutResponseAfter(res, fault.bytes ?? 0);
      next();
    } else failRequest(fault, res);
  };

function failRequest(fault: Fault, res: Response): never {
  if (fault.delayMs !== undefined) res.set('Retry-After', String(Math.ceil(fault.delayMs / 1000)));
  throw new ApiError(...HTTP_ERRORS[fault.kind as HttpErrorKind]);
}

/** Breaks the connection after some bytes of the response. */
function cutResponseAfter(res: Response, bytes: number): void {
  const socket = res.socket;
  if (!socket) return;
  if (bytes === 0) {
    // The request is processed, but the response never arrives.
    res.end = (() => {
      socket.destroy();
      return res;
    }) as typeof res.end;
    res.write = (() => {
      socket.destroy();
      return false;
    }) as typeof res.write;
    return;
  }
  let remaining = bytes;
  const write = socket.write.bind(socket);
  socket.write = ((chunk: string | Uint8Array, ...rest: never[]) => {
    const part = Buffer.from(chunk as Uint8Array).subarray(0, remaining);
    remaining -= part.length;
    const more = write(part, ...rest);
    if (remaining <= 0) socket.destroySoon();
    return more;
  }) as typeof socket.write;
}
