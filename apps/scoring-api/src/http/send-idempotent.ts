import { hash } from 'node:crypto';
import { IdempotencyKey } from '@leadlight/contract';
import type { IdempotentRequests } from '@leadlight/workflows';
import type { Request, Response } from 'express';
import { sendJson, sendJsonText } from './send-json.ts';
import { validate } from './validate.ts';

export interface IdempotencyWorkflows {
  readonly answersOnce: Pick<IdempotentRequests, 'run'>;
}

/** The name that the caller gives its request; undefined where it gives none. @throws HttpProblem `invalid-request` */
export function idempotencyKeyOf({ headers }: Pick<Request, 'headers'>): string | undefined {
  const name = headers['idempotency-key'];
  return name === undefined ? undefined : validate(IdempotencyKey, name, 'Idempotency-Key header');
}

/**
 * Answers a write, once for each `Idempotency-Key`.
 * @param text the body as it came; empty where the route takes none
 */
export async function sendIdempotent(
  { answersOnce }: IdempotencyWorkflows,
  req: Request,
  res: Response,
  text: string,
  act: () => Promise<unknown>,
): Promise<void> {
  const key = idempotencyKeyOf(req);
  if (key === undefined) return sendJson(res, await act());
  const requestHash = hash('sha256', `${req.method} ${req.originalUrl} ${text}`);
  const { body, repeated } = await answersOnce.run(req.caller.orgId, { key, requestHash }, act);
  if (repeated) res.setHeader('Idempotency-Replayed', 'true');
  sendJsonText(res, body);
}
