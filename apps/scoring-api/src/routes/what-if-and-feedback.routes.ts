import { FeedbackRequest, WhatIfRequest, type FeedbackResponse, type WhatIfResponse } from '@leadlight/contract';
import { Router } from 'express';
import { requireScope } from '../http/authenticate.ts';
import { readJsonBody } from '../http/json-body.ts';
import { routeName, allowOnly } from '../http/route-handlers.ts';
import { sendJson } from '../http/send-json.ts';
import { sendIdempotent, type IdempotencyWorkflows } from '../http/send-idempotent.ts';
import { validate } from '../http/validate.ts';

export interface WhatIfAndFeedbackWorkflows extends IdempotencyWorkflows {
  whatIf(orgId: string, request: WhatIfRequest): Promise<WhatIfResponse>;
  giveFeedback(orgId: string, request: FeedbackRequest, givenBy: string): Promise<FeedbackResponse>;
}

/** One lead with its fields, or one comment. */
const MAX_BODY_BYTES = 65_536;

/** What goes back and forth between a rep and the model about one lead. */
export function whatIfAndFeedbackRoutes(workflows: WhatIfAndFeedbackWorkflows): Router {
  const { whatIf, giveFeedback } = workflows;
  const router = Router({ caseSensitive: true, strict: true });
  router
    .route('/v1/what-if')
    .post(routeName('/v1/what-if'), requireScope('score'), async (req, res) => {
      const { value } = await readJsonBody(req, MAX_BODY_BYTES);
      sendJson(res, await whatIf(req.caller.orgId, validate(WhatIfRequest, value, 'body')));
    })
    .all(allowOnly('POST'));
  router
    .route('/v1/feedback')
    .post(routeName('/v1/feedback'), requireScope('score'), async (req, res) => {
      const { value, text } = await readJsonBody(req, MAX_BODY_BYTES);
      const request = validate(FeedbackRequest, value, 'body');
      const { orgId, keyId } = req.caller;
      await sendIdempotent(workflows, req, res, text, () => giveFeedback(orgId, request, `api:${keyId}`));
    })
    .all(allowOnly('POST'));
  return router;
}
