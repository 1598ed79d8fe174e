import { ChangeScoringSettingsRequest, type ScoringSettingsState } from '@leadlight/contract';
import type { Router } from 'express';
import { requireScope } from '../http/authenticate.ts';
import { MAX_SETTINGS_BODY_BYTES } from '../http/body-limits.ts';
import type { RequestBodies } from '../http/request-bodies.ts';
import { createRouter } from '../http/route-handlers.ts';
import { sendIdempotent, sendJson, type IdempotencyWorkflows } from '../http/send-json.ts';
import { validate } from '../http/validate.ts';

export interface SettingsWorkflows extends IdempotencyWorkflows {
  readSettings(orgId: string): Promise<ScoringSettingsState>;
  changeSettings(orgId: string, request: ChangeScoringSettingsRequest, actor: string): Promise<ScoringSettingsState>;
  undoSettings(orgId: string, actor: string): Promise<ScoringSettingsState>;
}

/** The settings of training and scoring, for administrators only. */
export function settingsRoutes(workflows: SettingsWorkflows, bodies: RequestBodies): Router {
  const { readSettings, changeSettings, undoSettings } = workflows;
  return createRouter({
    '/v1/settings': {
      get: [requireScope('admin'), async (req, res) => sendJson(res, await readSettings(req.caller.orgId))],
      put: [
        requireScope('admin'),
        async (req, res) => {
          const { value, text } = await bodies.readJson(req, res, MAX_SETTINGS_BODY_BYTES);
          const request = validate(ChangeScoringSettingsRequest, value, 'body');
          const { orgId, keyId } = req.caller;
          await sendIdempotent(workflows, req, res, text, () => changeSettings(orgId, request, `api:${keyId}`));
        },
      ],
    },
    '/v1/settings/undo': {
      post: [
        requireScope('admin'),
        async (req, res) => {
          const { orgId, keyId } = req.caller;
          await sendIdempotent(workflows, req, res, '', () => undoSettings(orgId, `api:${keyId}`));
        },
      ],
    },
  });
}
