import { hash } from 'node:crypto';
import { LeadId, LeadScoreHistoryQuery, ScoreLeadsRequest, type LeadScoreHistory } from '@leadlight/contract';
import type { ScoreLeadsResult, ScoreLeadsOnceResult, IdempotentRequest } from '@leadlight/workflows';
import { Router, type RequestHandler } from 'express';
import { requireScope } from '../http/authenticate.ts';
import { readJsonBody } from '../http/json-body.ts';
import { routeName, allowOnly } from '../http/route-handlers.ts';
import { sendJson, sendJsonText } from '../http/send-json.ts';
import { idempotencyKeyOf } from '../http/send-idempotent.ts';
import { validate } from '../http/validate.ts';

export interface ScoreWorkflows {
  scoreLeads(orgId: string, request: ScoreLeadsRequest, askedBy: string): Promise<ScoreLeadsResult>;
  scoreLeadsOnce(
    orgId: string,
    request: ScoreLeadsRequest,
    askedBy: string,
    name: IdempotentRequest,
  ): Promise<ScoreLeadsOnceResult>;
  leadScoreHistory(orgId: string, leadId: string, limit: number): Promise<LeadScoreHistory>;
}

export const MAX_BODY_BYTES = 1_048_576;

/** What answers `POST /v1/scores`, behind the layers that every request with a key goes through. */
export function postScoresHandlers({ scoreLeads, scoreLeadsOnce }: ScoreWorkflows): RequestHandler[] {
  const answer: RequestHandler = async (req, res) => {
    const key = idempotencyKeyOf(req);
    const { value, text } = await readJsonBody(req, MAX_BODY_BYTES);
    const request = validate(ScoreLeadsRequest, value, 'body');
    const askedBy = `api:${req.caller.keyId}`;
    if (key === undefined) return sendJsonText(res, (await scoreLeads(req.caller.orgId, request, askedBy)).body);
    const requestHash = hash('sha256', `POST /v1/scores ${text}`);
    const { body, response: made } = await scoreLeadsOnce(req.caller.orgId, request, askedBy, { key, requestHash });
    if (!made) res.setHeader('Idempotency-Replayed', 'true');
    sendJsonText(res, body);
  };
  return [routeName('/v1/scores'), requireScope('score'), answer];
}

export function scoreRoutes(workflows: ScoreWorkflows): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router
    .route('/v1/scores')
    .post(...postScoresHandlers(workflows))
    .all(allowOnly('POST'));
  router
    .route('/v1/leads/:leadId/scores')
    .get(routeName('/v1/leads/{leadId}/scores'), requireScope('read'), async (req, res) => {
      const leadId = validate(LeadId, req.params.leadId, 'path');
      const { limit } = validate(LeadScoreHistoryQuery, queryOf(req.url), 'query');
      sendJson(res, await workflows.leadScoreHistory(req.caller.orgId, leadId, limit));
    })
    .all(allowOnly('GET', 'HEAD'));
  return router;
}

/** Express’s query parser is off: it would make objects of `a[b]=c`. */
function queryOf(url: string): Record<string, string> {
  const start = url.indexOf('?');
  return start < 0 ? {} : Object.fromEntries(new URLSearchParams(url.slice(start)));
}
