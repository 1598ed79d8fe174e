import { ChangeScoringSettingsRequest, type ScoringSettingsState } from '@leadlight/contract';
import { Router } from 'express';
import { requireScope } from '../http/authenticate.ts';
import { readJsonBody } from '../http/json-body.ts';
import { routeName, allowOnly } from '../http/route-handlers.ts';
import { sendJson } from '../http/send-json.ts';
import { sendIdempotent, type IdempotencyWorkflows } from '../http/send-idempotent.ts';
import { validate } from '../http/validate.ts';

export interface SettingsWorkflows extends IdempotencyWorkflows {
  readSettings(orgId: string): Promise<ScoringSettingsState>;
  changeSettings(orgId: string, request: ChangeScoringSettingsRequest, actor: string): Promise<ScoringSettingsState>;
  undoSettings(orgId: string, actor: string): Promise<ScoringSettingsState>;
}

/** A points table and lists of words at their longest. */
const MAX_BODY_BYTES = 1_048_576;

/** How an org's leads are learned from: for administrators alone. */
export function settingsRoutes(workflows: SettingsWorkflows): Router {
  const { readSettings, changeSettings, undoSettings } = workflows;
  const router = Router({ caseSensitive: true, strict: true });
  router
    .route('/v1/settings')
    .get(routeName('/v1/settings'), requireScope('admin'), async (req, res) => {
      sendJson(res, await readSettings(req.caller.orgId));
    })
    .put(routeName('/v1/settings'), requireScope('admin'), async (req, res) => {
      const { value, text } = await readJsonBody(req, MAX_BODY_BYTES);
      const request = validate(ChangeScoringSettingsRequest, value, 'body');
      const { orgId, keyId } = req.caller;
      await sendIdempotent(workflows, req, res, text, () => changeSettings(orgId, request, `api:${keyId}`));
    })
    .all(allowOnly('GET', 'HEAD', 'PUT'));
  router
    .route('/v1/settings/undo')
    .post(routeName('/v1/settings/undo'), requireScope('admin'), async (req, res) => {
      const { orgId, keyId } = req.caller;
      await sendIdempotent(workflows, req, res, '', () => undoSettings(orgId, `api:${keyId}`));
    })
    .all(allowOnly('POST'));
  return router;
}
