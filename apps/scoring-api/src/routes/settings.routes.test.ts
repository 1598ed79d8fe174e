import { readExample } from '@leadlight/contract';
import { WorkflowError } from '@leadlight/workflows';
import { exampleError } from '@leadlight/workflows/testing';
import { afterEach, describe, expect, it } from 'vitest';
import type { AppDependencies } from '../app.ts';
import { startTestService, type TestService } from '../testing/test-service.ts';

let service: TestService;
afterEach(() => service.close());

const calls: unknown[][] = [];
const record = (...args: unknown[]) => {
  calls.push(args);
  return Promise.resolve(readExample('settings.response') as Awaited<ReturnType<AppDependencies['readSettings']>>);
};

async function serve(overrides: Partial<AppDependencies> = {}): Promise<void> {
  calls.length = 0;
  service = await startTestService({
    readSettings: record,
    changeSettings: record,
    undoSettings: record,
    ...overrides,
  });
  service.keys.add('admin', { id: 'key_admin', orgId: 'org-b', scopes: ['admin'] });
}

const send = (path: string, method: string, body?: unknown) =>
  service.fetch(path, {
    method,
    headers: { authorization: 'Bearer admin', 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });

describe('settings routes', () => {
  it('read, change and undo the settings of the key’s org, with the key as actor of the audit log', async () => {
    await serve();
    const request = readExample('change-settings.request');
    for (const [path, method, body] of [
      ['/v1/settings', 'GET', undefined],
      ['/v1/settings', 'PUT', request],
      ['/v1/settings/undo', 'POST', undefined],
    ] as const) {
      const response = await send(path, method, body);
      expect([response.status, await response.json()]).toEqual([200, readExample('settings.response')]);
    }
    expect(calls).toEqual([['org-b'], ['org-b', request, 'api:key_admin'], ['org-b', 'api:key_admin']]);
  });

  it('reject invalid settings with a pointer for each error', async () => {
    const problems = [{ pointer: '/callCost', detail: 'A call costs as much as a deal is worth.' }];
    await serve({ changeSettings: () => Promise.reject(new WorkflowError('settings_invalid', { problems })) });
    const response = await send('/v1/settings', 'PUT', { change: { dealValue: 1, callCost: 1 } });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ type: '/problems/settings-invalid', errors: problems });
  });

  it.each([
    ['settings_changed_meanwhile', 409, 'settings-changed-meanwhile'],
    ['settings_nothing_to_undo', 409, 'nothing-to-undo'],
    ['org_not_synced', 409, 'org-not-synced'],
  ] as const)('answer %s with its own problem type', async (code, status, problem) => {
    const error = exampleError(code);
    await serve({ undoSettings: () => Promise.reject(error) });
    const response = await send('/v1/settings/undo', 'POST');
    expect(response.status).toBe(status);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ type: `/problems/${problem}` });
    expect(text).not.toContain(error.reason);
  });

  it('reject requests that violate the contract before the use case', async () => {
    await serve();
    expect((await send('/v1/settings', 'PUT', { change: { horizon: 3 } })).status).toBe(400);
    expect((await send('/v1/settings', 'PUT', { settings: {} })).status).toBe(400);
    expect(calls).toEqual([]);
  });
});
