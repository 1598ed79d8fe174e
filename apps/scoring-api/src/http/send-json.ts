import { hash } from 'node:crypto';
import { IdempotencyKey } from '@leadlight/contract';
import type { IdempotentRequests } from '@leadlight/workflows';
import type { Request, Response } from 'express';
import { validate } from './validate.ts';

/** Unlike `res.json` of Express, this looks up no types or settings. */
export function sendJson(res: Response, body: unknown, status = 200): void {
  sendJsonText(res, JSON.stringify(body), status);
}

/** Headers and body leave in one write, because the body is a string. */
export function sendJsonText(res: Response, text: string, status = 200): void {
  res.statusCode = status;
  res.setHeader('Content-Type', 'application/json; charset=utf-8');
  res.setHeader('Content-Length', Buffer.byteLength(text));
  res.end(text);
}

export interface IdempotencyWorkflows {
  readonly idempotentRequests: Pick<IdempotentRequests, 'run'>;
}

/** @returns undefined without the header. @throws HttpProblem `invalid-request` */
export function idempotencyKeyOf({ headers }: Pick<Request, 'headers'>): string | undefined {
  const key = headers['idempotency-key'];
  return key === undefined ? undefined : validate(IdempotencyKey, key, 'Idempotency-Key header');
}

/**
 * Does a write and sends its result. Repetitions under the same `Idempotency-Key` get the same response without the write.
 * @param text the body of the request; empty for routes without one
 */
export async function sendIdempotent(
  { idempotentRequests }: IdempotencyWorkflows,
  req: Request,
  res: Response,
  text: string,
  write: () => Promise<unknown>,
): Promise<void> {
  const key = idempotencyKeyOf(req);
  if (key === undefined) return sendJson(res, await write());
  const requestHash = hash('sha256', `${req.method} ${req.originalUrl} ${text}`);
  const { body, repeated } = await idempotentRequests.run(req.caller.orgId, { key, requestHash }, write);
  if (repeated) res.setHeader('Idempotency-Replayed', 'true');
  sendJsonText(res, body);
}
