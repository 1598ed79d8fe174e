import { problemTypes, type ProblemCode } from '@leadlight/contract';
import { isStorageError } from '@leadlight/storage';
import { isWorkflowError } from '@leadlight/workflows';
import type { ErrorRequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { HttpProblem, problemBody, type ProblemFacts } from './http-problem.ts';
import { problemCodeOf } from './problem-codes.ts';

/** The only place where an error becomes a response. An unexpected error is a 500 with an id and without its message. */
export const problemHandler =
  (log: Logger): ErrorRequestHandler =>
  (error: unknown, req, res, next) => {
    const { code, facts } = toProblem(error);
    if (problemTypes[code].status >= 500) {
      log.error({ requestId: req.requestId, code, error: loggableCause(error) }, 'request failed');
    }
    if (res.headersSent) next(error);
    else sendProblem(res, code, req.requestId, facts);
  };

export function sendProblem(res: Response, code: ProblemCode, requestId: string, facts: ProblemFacts = {}): void {
  const { status } = problemTypes[code];
  if (status === 503) res.setHeader('Retry-After', '1');
  for (const [name, value] of Object.entries(facts.headers ?? {})) res.setHeader(name, value);
  res.statusCode = status;
  res.setHeader('Content-Type', 'application/problem+json');
  res.end(JSON.stringify(problemBody(code, requestId, facts)));
}

function toProblem(error: unknown): { readonly code: ProblemCode; readonly facts: ProblemFacts } {
  if (error instanceof HttpProblem) return error;
  // Express throws it for a path that cannot be decoded.
  if (error instanceof URIError) {
    return { code: 'invalid-request', facts: { detail: 'The path is not validly percent-encoded.' } };
  }
  if (isWorkflowError(error, 'settings_invalid')) {
    return { code: 'settings-invalid', facts: { errors: error.facts.problems } };
  }
  if (isWorkflowError(error, 'alerts_invalid')) {
    return { code: 'alerts-invalid', facts: { errors: error.facts.problems } };
  }
  if (isWorkflowError(error, 'audience_invalid')) {
    return { code: 'audience-invalid', facts: { errors: error.facts.problems } };
  }
  if (isWorkflowError(error, 'propensity_invalid')) {
    const errors = error.facts.problems.map((detail) => ({ pointer: '#/definition', detail }));
    return { code: 'propensity-invalid', facts: { errors } };
  }
  if (isWorkflowError(error, 'record_outside')) {
    const { reason } = error.facts;
    return { code: 'record-outside-population', facts: { detail: reason.english, reason } };
  }
  if (isWorkflowError(error, 'object_not_allowed')) {
    const detail = `This key may not see records of the object ${error.facts.object}.`;
    return { code: 'object-not-allowed', facts: { detail } };
  }
  if (isWorkflowError(error, 'key_scopes_exceeded')) {
    return {
      code: 'forbidden',
      facts: { detail: `This needs the scopes of that key: ${error.facts.scopes.join(', ')}.` },
    };
  }
  return { code: problemCodeOf(error) ?? 'internal', facts: {} };
}

/** Names and stack frames come from the code. A message may quote the request, so only those of our errors are logged. */
function loggableCause(error: unknown): unknown {
  if (!(error instanceof Error)) return { name: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  const message = problemCodeOf(error) ? error.message : undefined;
  const sqlState = isStorageError(error, 'storage_unavailable') ? error.facts.sqlState : undefined;
  return { name: error.name, message, sqlState, stack: frames.slice(0, 12).join('\n') };
}
