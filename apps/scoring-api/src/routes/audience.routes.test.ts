import { readExample } from '@leadlight/contract';
import { WorkflowError } from '@leadlight/workflows';
import { afterEach, describe, expect, it } from 'vitest';
import type { AppDependencies } from '../app.ts';
import { startTestService, type TestService } from '../testing/test-service.ts';

let service: TestService;
afterEach(() => service.close());

const ID = 'aud_0a1b2c3d4e5f6071';
const CREATE = readExample('create-audience.request') as { definition: Record<string, unknown> };

async function serve(overrides: Partial<AppDependencies> = {}): Promise<void> {
  service = await startTestService(overrides);
  service.keys.add('admin', { id: 'key_admin', orgId: 'org-b', scopes: ['admin'] });
}

const send = (path: string, method = 'GET', body?: unknown) =>
  service.fetch(path, {
    method,
    headers: { authorization: 'Bearer admin', 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });

describe('audience routes', () => {
  it('pass the org and the key of the caller, and what was asked for', async () => {
    const calls: unknown[][] = [];
    const example = readExample('audience.response') as Awaited<ReturnType<AppDependencies['readAudience']>>;
    const record = (...args: unknown[]) => (calls.push(args), Promise.resolve(example));
    const recordAudience = (...args: unknown[]) => (calls.push(args), Promise.resolve(example.audience));
    await serve({
      createAudience: record,
      changeAudience: record,
      confirmAudience: recordAudience,
      requestAudienceWrite: recordAudience,
    });
    const change = { revision: 1, definition: CREATE.definition, campaignId: null };
    for (const [path, method, body] of [
      ['/v1/audiences', 'POST', CREATE],
      [`/v1/audiences/${ID}`, 'PUT', change],
      [`/v1/audiences/${ID}/confirm`, 'POST', { revision: 2 }],
      [`/v1/audiences/${ID}/write`, 'POST', undefined],
    ] as const) {
      const response = await send(path, method, body);
      expect(response.status, `${method} ${path}: ${await response.clone().text()}`).toBe(200);
    }
    expect(calls).toEqual([
      ['org-b', CREATE, 'api:key_admin'],
      ['org-b', ID, change, 'api:key_admin'],
      ['org-b', ID, 2, 'api:key_admin'],
      ['org-b', ID, 'api:key_admin'],
    ]);
  });

  it('reject what no audience can be, and ids that are none', async () => {
    await serve();
    const rejected = async (path: string, method: string, body?: unknown) => (await send(path, method, body)).status;
    const definitions = [
      { ...CREATE.definition, heldOutPercent: 51 },
      { ...CREATE.definition, range: { kind: 'band', bands: [] } },
      { ...CREATE.definition, range: { kind: 'score', lowest: 0, highest: 99 } },
      { ...CREATE.definition, conditions: [{ field: 'Country', operator: 'like', values: ['D'] }] },
      { ...CREATE.definition, notInCampaigns: ['00Q000000000001AAA'] },
    ];
    for (const definition of definitions) {
      expect(await rejected('/v1/audiences/preview', 'POST', { definition })).toBe(400);
    }
    expect(await rejected('/v1/audiences/spring', 'GET')).toBe(400);
    expect(await rejected(`/v1/audiences/${ID}/leads?limit=10001`, 'GET')).toBe(400);
    expect(await rejected(`/v1/audiences/${ID}/confirm`, 'POST', {})).toBe(400);
  });

  it('name each member of a definition that does not fit the org', async () => {
    const problems = [{ pointer: '/definition/conditions/0/field', detail: 'No field Shoe of leads was read.' }];
    await serve({ createAudience: () => Promise.reject(new WorkflowError('audience_invalid', { problems })) });
    const response = await send('/v1/audiences', 'POST', CREATE);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ type: '/problems/audience-invalid', errors: problems });
  });

  it('give parts of the leads', async () => {
    const queries: unknown[] = [];
    const audienceLeads: AppDependencies['audienceLeads'] = (_orgId, _id, query) => {
      queries.push(query);
      return Promise.resolve({ total: 0, leads: [] });
    };
    await serve({ audienceLeads });
    await send(`/v1/audiences/${ID}/leads`);
    await send(`/v1/audiences/${ID}/leads?limit=10&offset=20`);
    expect(queries).toEqual([
      { limit: 1_000, offset: 0 },
      { limit: 10, offset: 20 },
    ]);
  });
});
