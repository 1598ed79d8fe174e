import { openApiDocument } from '@leadlight/contract';
import type { KeyScope } from '@leadlight/workflows';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestService, type TestService } from '../testing/test-service.ts';

/** The scope of each documented operation under /v1. A missing operation fails the test. */
const needs: Readonly<Record<string, KeyScope>> = {
  'post /v1/scores': 'score',
  'get /v1/leads': 'read',
  'get /v1/leads/{leadId}/scores': 'read',
  'post /v1/what-if': 'score',
  'post /v1/feedback': 'score',
  'get /v1/leads/{leadId}': 'admin',
  'delete /v1/leads/{leadId}': 'admin',
  'get /v1/models': 'read',
  'get /v1/models/{modelId}/report': 'read',
  'get /v1/models/{modelId}/card': 'admin',
  'get /v1/data-quality': 'admin',
  'get /v1/conversion-rates': 'admin',
  'get /v1/checks': 'admin',
  'post /v1/models/{modelId}/activate': 'admin',
  'get /v1/settings': 'admin',
  'put /v1/settings': 'admin',
  'post /v1/settings/undo': 'admin',
  'get /v1/worker': 'admin',
  'get /v1/audiences': 'admin',
  'post /v1/audiences': 'admin',
  'post /v1/audiences/preview': 'admin',
  'get /v1/audiences/{audienceId}': 'admin',
  'put /v1/audiences/{audienceId}': 'admin',
  'delete /v1/audiences/{audienceId}': 'admin',
  'post /v1/audiences/{audienceId}/confirm': 'admin',
  'post /v1/audiences/{audienceId}/write': 'admin',
  'get /v1/audiences/{audienceId}/leads': 'admin',
  'get /v1/experiment': 'admin',
  'post /v1/experiment': 'admin',
  'get /v1/experiment/plan': 'admin',
  'post /v1/experiment/stop': 'admin',
  'get /v1/challengers': 'admin',
  'post /v1/challengers': 'admin',
  'post /v1/challengers/stop': 'admin',
  'get /v1/alerts': 'admin',
  'post /v1/alerts': 'admin',
  'post /v1/alerts/test': 'admin',
  'get /v1/notifications': 'admin',
  'post /v1/notifications/{route}': 'admin',
  'post /v1/notifications/{route}/test': 'admin',
  'get /v1/accounts/{accountKey}/conversion': 'read',
  'get /v1/propensities': 'read',
  'get /v1/propensities/{propensityId}': 'read',
  'get /v1/propensities/{propensityId}/checks': 'admin',
  'put /v1/propensities/{propensityId}': 'admin',
  'post /v1/propensities/{propensityId}/train': 'admin',
  'post /v1/propensities/{propensityId}/deactivate': 'admin',
  'get /v1/propensities/{propensityId}/models/{modelId}/report': 'read',
  'post /v1/propensities/{propensityId}/models/{modelId}/activate': 'admin',
  'get /v1/propensities/{propensityId}/records/{recordId}/score': 'read',
  'get /v1/jobs': 'admin',
  'post /v1/jobs': 'admin',
  'get /v1/keys': 'admin',
  'post /v1/keys/{keyId}/renew': 'admin',
};
const scopes: readonly KeyScope[] = ['score', 'read', 'admin'];

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
  for (const scope of scopes) service.keys.add(scope, { id: `key_${scope}`, scopes: [scope] });
});
afterAll(() => service.close());

const operations = Object.entries(openApiDocument().paths ?? {})
  .filter(([path]) => path.startsWith('/v1/'))
  .flatMap(([path, item]) => Object.keys(item ?? {}).map((method) => `${method} ${path}`));

describe('requireScope', () => {
  it.each(operations)('allows %s with its scope only', async (operation) => {
    const [method = '', path = ''] = operation.split(' ');
    const allowed: KeyScope[] = [];
    for (const scope of scopes) {
      const headers = { authorization: `Bearer ${scope}`, 'content-type': 'application/json' };
      const body = method === 'post' ? '{}' : undefined;
      const url = path.replaceAll(/\{\w+\}/g, 'a');
      const { status } = await service.fetch(url, { method: method.toUpperCase(), headers, body });
      expect(status).not.toBe(401);
      if (status !== 403) allowed.push(scope);
    }
    expect(allowed).toEqual([needs[operation]]);
  });
});
