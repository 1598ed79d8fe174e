import {
  AudienceId,
  AudienceLeadsQuery,
  ChangeAudienceRequest,
  ConfirmAudienceRequest,
  CreateAudienceRequest,
  PreviewAudienceRequest,
  type Audience,
  type AudienceLeads,
  type AudiencePreview,
  type Audiences,
  type AudienceWithPreview,
  type DeletedAudience,
} from '@leadlight/contract';
import type { Request, Response, Router } from 'express';
import type { z } from 'zod';
import { requireScope } from '../http/authenticate.ts';
import { MAX_LEAD_BODY_BYTES } from '../http/body-limits.ts';
import type { RequestBodies } from '../http/request-bodies.ts';
import { createRouter } from '../http/route-handlers.ts';
import { sendIdempotent, sendJson, type IdempotencyWorkflows } from '../http/send-json.ts';
import { queryOf } from '../http/url-query.ts';
import { validate } from '../http/validate.ts';

export interface AudienceWorkflows extends IdempotencyWorkflows {
  listAudiences(orgId: string): Promise<Audiences>;
  readAudience(orgId: string, audienceId: string): Promise<AudienceWithPreview>;
  previewAudience(orgId: string, request: PreviewAudienceRequest): Promise<AudiencePreview>;
  createAudience(orgId: string, request: CreateAudienceRequest, actor: string): Promise<AudienceWithPreview>;
  changeAudience(
    orgId: string,
    audienceId: string,
    request: ChangeAudienceRequest,
    actor: string,
  ): Promise<AudienceWithPreview>;
  confirmAudience(orgId: string, audienceId: string, revision: number, actor: string): Promise<Audience>;
  requestAudienceWrite(orgId: string, audienceId: string, actor: string): Promise<Audience>;
  deleteAudience(orgId: string, audienceId: string, actor: string): Promise<DeletedAudience>;
  audienceLeads(orgId: string, audienceId: string, query: AudienceLeadsQuery): Promise<AudienceLeads>;
}

/** Saved selections of leads. A worker writes them to campaigns; this process never calls Salesforce. */
export function audienceRoutes(workflows: AudienceWorkflows, bodies: RequestBodies): Router {
  const idOf = (req: Request): string => validate(AudienceId, req.params.audienceId, 'path');
  const actorOf = ({ caller }: Request): string => `api:${caller.keyId}`;
  const readBody = async <Schema extends z.ZodType>(req: Request, res: Response, schema: Schema) => {
    const { value, text } = await bodies.readJson(req, res, MAX_LEAD_BODY_BYTES);
    return { request: validate(schema, value, 'body'), text };
  };
  const admin = requireScope('admin');
  return createRouter({
    '/v1/audiences': {
      get: [admin, async (req, res) => sendJson(res, await workflows.listAudiences(req.caller.orgId))],
      post: [
        admin,
        async (req, res) => {
          const { request, text } = await readBody(req, res, CreateAudienceRequest);
          await sendIdempotent(workflows, req, res, text, () =>
            workflows.createAudience(req.caller.orgId, request, actorOf(req)),
          );
        },
      ],
    },
    '/v1/audiences/preview': {
      post: [
        admin,
        async (req, res) => {
          const { request } = await readBody(req, res, PreviewAudienceRequest);
          sendJson(res, await workflows.previewAudience(req.caller.orgId, request));
        },
      ],
    },
    '/v1/audiences/{audienceId}': {
      get: [admin, async (req, res) => sendJson(res, await workflows.readAudience(req.caller.orgId, idOf(req)))],
      put: [
        admin,
        async (req, res) => {
          const audienceId = idOf(req);
          const { request, text } = await readBody(req, res, ChangeAudienceRequest);
          await sendIdempotent(workflows, req, res, text, () =>
            workflows.changeAudience(req.caller.orgId, audienceId, request, actorOf(req)),
          );
        },
      ],
      delete: [
        admin,
        async (req, res) => sendJson(res, await workflows.deleteAudience(req.caller.orgId, idOf(req), actorOf(req))),
      ],
    },
    '/v1/audiences/{audienceId}/confirm': {
      post: [
        admin,
        async (req, res) => {
          const audienceId = idOf(req);
          const { request, text } = await readBody(req, res, ConfirmAudienceRequest);
          await sendIdempotent(workflows, req, res, text, () =>
            workflows.confirmAudience(req.caller.orgId, audienceId, request.revision, actorOf(req)),
          );
        },
      ],
    },
    '/v1/audiences/{audienceId}/write': {
      post: [
        admin,
        async (req, res) =>
          sendJson(res, await workflows.requestAudienceWrite(req.caller.orgId, idOf(req), actorOf(req))),
      ],
    },
    '/v1/audiences/{audienceId}/leads': {
      get: [
        admin,
        async (req, res) => {
          const audienceId = idOf(req);
          const query = validate(AudienceLeadsQuery, queryOf(req.url), 'query');
          sendJson(res, await workflows.audienceLeads(req.caller.orgId, audienceId, query));
        },
      ],
    },
  });
}
