import { LeadId, type LeadErasure, type LeadExport } from '@leadlight/contract';
import { Router } from 'express';
import { requireScope } from '../http/authenticate.ts';
import { HttpProblem } from '../http/http-problem.ts';
import { routeName, allowOnly } from '../http/route-handlers.ts';
import { sendJson } from '../http/send-json.ts';
import { validate } from '../http/validate.ts';

export interface PersonalDataWorkflows {
  /** undefined where nothing is kept about the lead. */
  exportLead(orgId: string, leadId: string, actor: string): Promise<LeadExport | undefined>;
  eraseLead(orgId: string, leadId: string, actor: string): Promise<LeadErasure>;
}

/** What the law asks of whoever keeps personal data. */
export function personalDataRoutes({ exportLead, eraseLead }: PersonalDataWorkflows): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const pattern = routeName('/v1/leads/{leadId}');
  router
    .route('/v1/leads/:leadId')
    .get(pattern, requireScope('admin'), async (req, res) => {
      const leadId = validate(LeadId, req.params.leadId, 'path');
      const found = await exportLead(req.caller.orgId, leadId, `api:${req.caller.keyId}`);
      if (!found) throw new HttpProblem('lead-not-found', { detail: 'Nothing is kept about this lead.' });
      sendJson(res, found);
    })
    .delete(pattern, requireScope('admin'), async (req, res) => {
      const leadId = validate(LeadId, req.params.leadId, 'path');
      sendJson(res, await eraseLead(req.caller.orgId, leadId, `api:${req.caller.keyId}`));
    })
    .all(allowOnly('GET', 'HEAD', 'DELETE'));
  return router;
}
