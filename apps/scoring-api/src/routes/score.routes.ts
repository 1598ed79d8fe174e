import { hash } from 'node:crypto';
import {
  LeadId,
  LeadScoreHistoryQuery,
  AccountConversionQuery,
  AccountKey,
  RankedLeadsQuery,
  type AccountConversion,
  type LeadScoreHistory,
  type RankedLeads,
  type ScoreLeadsRequest,
} from '@leadlight/contract';
import type { IdempotentRequest, ScoreLeadsOnceResult, ScoreLeadsResult } from '@leadlight/workflows';
import type { RequestHandler, Router } from 'express';
import { requireScope } from '../http/authenticate.ts';
import { MAX_SCORES_BODY_BYTES } from '../http/body-limits.ts';
import type { RequestBodies } from '../http/request-bodies.ts';
import { createRouter } from '../http/route-handlers.ts';
import { idempotencyKeyOf, sendJson, sendJsonText } from '../http/send-json.ts';
import { queryOf } from '../http/url-query.ts';
import { validate } from '../http/validate.ts';
import { validateScoreLeadsRequest } from './validate-leads.ts';

export interface ScoreWorkflows {
  scoreLeads(orgId: string, request: ScoreLeadsRequest, requestedBy: string): Promise<ScoreLeadsResult>;
  scoreLeadsOnce(
    orgId: string,
    request: ScoreLeadsRequest,
    requestedBy: string,
    idempotentRequest: IdempotentRequest,
  ): Promise<ScoreLeadsOnceResult>;
  leadScoreHistory(orgId: string, leadId: string, limit: number): Promise<LeadScoreHistory>;
  accountConversion(orgId: string, accountKey: string, query: AccountConversionQuery): Promise<AccountConversion>;
  rankedLeads(orgId: string, query: RankedLeadsQuery): Promise<RankedLeads>;
}

/** The handlers of `POST /v1/scores`, after those of every request with a key. */
export function postScoresHandlers(
  { scoreLeads, scoreLeadsOnce }: ScoreWorkflows,
  bodies: RequestBodies,
): RequestHandler[] {
  const handler: RequestHandler = async (req, res) => {
    const key = idempotencyKeyOf(req);
    const { value, text } = await bodies.readJson(req, res, MAX_SCORES_BODY_BYTES);
    const request = await validateScoreLeadsRequest(value);
    const { orgId, keyId } = req.caller;
    const requestedBy = `api:${keyId}`;
    if (key === undefined) return sendJsonText(res, (await scoreLeads(orgId, request, requestedBy)).body);
    const requestHash = hash('sha256', `POST /v1/scores ${text}`);
    const { body, response } = await scoreLeadsOnce(orgId, request, requestedBy, { key, requestHash });
    if (!response) res.setHeader('Idempotency-Replayed', 'true');
    sendJsonText(res, body);
  };
  return [requireScope('score'), handler];
}

export const scoreRoutes = (workflows: ScoreWorkflows, bodies: RequestBodies): Router =>
  createRouter({
    '/v1/scores': { post: postScoresHandlers(workflows, bodies) },
    '/v1/leads': {
      get: [
        requireScope('read'),
        async (req, res) => {
          const query = validate(RankedLeadsQuery, queryOf(req.url), 'query');
          sendJson(res, await workflows.rankedLeads(req.caller.orgId, query));
        },
      ],
    },
    '/v1/accounts/{accountKey}/conversion': {
      get: [
        requireScope('read'),
        async (req, res) => {
          const accountKey = validate(AccountKey, req.params.accountKey, 'path');
          const query = validate(AccountConversionQuery, queryOf(req.url), 'query');
          sendJson(res, await workflows.accountConversion(req.caller.orgId, accountKey, query));
        },
      ],
    },
    '/v1/leads/{leadId}/scores': {
      get: [
        requireScope('read'),
        async (req, res) => {
          const leadId = validate(LeadId, req.params.leadId, 'path');
          const { limit } = validate(LeadScoreHistoryQuery, queryOf(req.url), 'query');
          sendJson(res, await workflows.leadScoreHistory(req.caller.orgId, leadId, limit));
        },
      ],
    },
  });
