import { FeedbackRequest, WhatIfRequest, type FeedbackResponse, type WhatIfResponse } from '@leadlight/contract';
import { Router } from 'express';
import { requireScope } from '../http/authenticate.ts';
import { readJsonBody } from '../http/json-body.ts';
import { named, onlyMethods } from '../http/methods.ts';
import { sendJson } from '../http/send-json.ts';
import { sendOnce, type OnceWorkflows } from '../http/send-once.ts';
import { validate } from '../http/validate.ts';

export interface AdviceWorkflows extends OnceWorkflows {
  whatIf(orgId: string, request: WhatIfRequest): Promise<WhatIfResponse>;
  giveFeedback(orgId: string, request: FeedbackRequest, givenBy: string): Promise<FeedbackResponse>;
}

/** One lead with its fields, or one comment. */
const MAX_BODY_BYTES = 65_536;

/** What goes back and forth between a rep and the model about one lead. */
export function adviceRoutes(workflows: AdviceWorkflows): Router {
  const { whatIf, giveFeedback } = workflows;
  const router = Router({ caseSensitive: true, strict: true });
  router
    .route('/v1/what-if')
    .post(named('/v1/what-if'), requireScope('score'), async (req, res) => {
      const { value } = await readJsonBody(req, MAX_BODY_BYTES);
      sendJson(res, await whatIf(req.caller.orgId, validate(WhatIfRequest, value, 'body')));
    })
    .all(onlyMethods('POST'));
  router
    .route('/v1/feedback')
    .post(named('/v1/feedback'), requireScope('score'), async (req, res) => {
      const { value, text } = await readJsonBody(req, MAX_BODY_BYTES);
      const request = validate(FeedbackRequest, value, 'body');
      const { orgId, keyId } = req.caller;
      await sendOnce(workflows, req, res, text, () => giveFeedback(orgId, request, `api:${keyId}`));
    })
    .all(onlyMethods('POST'));
  return router;
}
