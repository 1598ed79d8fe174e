import { hash } from 'node:crypto';
import { IdempotencyKey } from '@leadlight/contract';
import type { AnswersOnce } from '@leadlight/workflows';
import type { Request, Response } from 'express';
import { sendJson, sendJsonText } from './send-json.ts';
import { validate } from './validate.ts';

export interface OnceWorkflows {
  readonly answersOnce: Pick<AnswersOnce, 'answer'>;
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
export async function sendOnce(
  { answersOnce }: OnceWorkflows,
  req: Request,
  res: Response,
  text: string,
  act: () => Promise<unknown>,
): Promise<void> {
  const key = idempotencyKeyOf(req);
  if (key === undefined) return sendJson(res, await act());
  const requestHash = hash('sha256', `${req.method} ${req.originalUrl} ${text}`);
  const { body, repeated } = await answersOnce.answer(req.caller.orgId, { key, requestHash }, act);
  if (repeated) res.setHeader('Idempotency-Replayed', 'true');
  sendJsonText(res, body);
}
