import { LeadId, type LeadErasure, type LeadExport } from '@leadlight/contract';
import type { Router } from 'express';
import { requireScope } from '../http/authenticate.ts';
import { HttpProblem } from '../http/http-problem.ts';
import { createRouter } from '../http/route-handlers.ts';
import { sendJson } from '../http/send-json.ts';
import { validate } from '../http/validate.ts';

export interface PersonalDataWorkflows {
  /** undefined where nothing is stored about the lead. */
  exportLead(orgId: string, leadId: string, actor: string): Promise<LeadExport | undefined>;
  eraseLead(orgId: string, leadId: string, actor: string): Promise<LeadErasure>;
}

/** Rights of a person over stored data (GDPR, articles 15 and 17). */
export const personalDataRoutes = ({ exportLead, eraseLead }: PersonalDataWorkflows): Router =>
  createRouter({
    '/v1/leads/{leadId}': {
      get: [
        requireScope('admin'),
        async (req, res) => {
          const leadId = validate(LeadId, req.params.leadId, 'path');
          const found = await exportLead(req.caller.orgId, leadId, `api:${req.caller.keyId}`);
          if (!found) throw new HttpProblem('lead-not-found', { detail: 'Nothing is stored about this lead.' });
          sendJson(res, found);
        },
      ],
      delete: [
        requireScope('admin'),
        async (req, res) => {
          const leadId = validate(LeadId, req.params.leadId, 'path');
          sendJson(res, await eraseLead(req.caller.orgId, leadId, `api:${req.caller.keyId}`));
        },
      ],
    },
  });
