import { ApiKeyId, type ApiKeys, type RenewedApiKey } from '@leadlight/contract';
import type { KeyCaller } from '@leadlight/workflows';
import type { Router } from 'express';
import { requireScope } from '../http/authenticate.ts';
import { createRouter } from '../http/route-handlers.ts';
import { sendJson } from '../http/send-json.ts';
import { validate } from '../http/validate.ts';

export interface KeyWorkflows {
  listKeys(caller: KeyCaller): Promise<ApiKeys>;
  renewKey(caller: KeyCaller, keyId: string): Promise<RenewedApiKey>;
}

/** Keys of the org. A renewed key is in one response and nowhere else: no cache and no idempotent repetition stores it. */
export function keyRoutes({ listKeys, renewKey }: KeyWorkflows): Router {
  return createRouter({
    '/v1/keys': {
      get: [requireScope('admin'), async (req, res) => sendJson(res, await listKeys(req.caller))],
    },
    '/v1/keys/{keyId}/renew': {
      post: [
        requireScope('admin'),
        async (req, res) => {
          const keyId = validate(ApiKeyId, req.params.keyId, 'path');
          res.setHeader('Cache-Control', 'no-store');
          sendJson(res, await renewKey(req.caller, keyId));
        },
      ],
    },
  });
}
