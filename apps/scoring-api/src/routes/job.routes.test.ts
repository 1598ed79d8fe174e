import { readExample, type Job, type Jobs } from '@leadlight/contract';
import { WorkflowError } from '@leadlight/workflows';
import { afterEach, describe, expect, it } from 'vitest';
import type { AppDependencies } from '../app.ts';
import { startTestService, type TestService } from '../testing/test-service.ts';

let service: TestService;
afterEach(() => service.close());

const example = readExample('jobs.response') as Jobs;

async function serve(requestJob: AppDependencies['requestJob']): Promise<void> {
  service = await startTestService({ listJobs: () => Promise.resolve(example), requestJob });
  service.keys.add('admin', { id: 'key_admin', orgId: 'org-b', scopes: ['admin'] });
}

const send = (method: string, body?: unknown) =>
  service.fetch('/v1/jobs', {
    method,
    headers: { authorization: 'Bearer admin', 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });

describe('job routes', () => {
  it('list the jobs of the key’s org and request one, with the key as actor', async () => {
    const calls: unknown[][] = [];
    await serve((...call) => {
      calls.push(call);
      return Promise.resolve(example.jobs[0] as Job);
    });
    const listed = await send('GET');
    expect([listed.status, await listed.json()]).toEqual([200, example]);
    const requested = await send('POST', readExample('start-job.request'));
    expect([requested.status, await requested.json()]).toEqual([200, example.jobs[0]]);
    expect(calls).toEqual([['org-b', 'train', 'api:key_admin']]);
  });

  it('reject an unknown kind with a pointer, and an org that was never synced', async () => {
    await serve((orgId) => Promise.reject(new WorkflowError('org_not_synced', { orgId })));
    const unknown = await send('POST', { kind: 'dance' });
    expect(unknown.status).toBe(400);
    expect(await unknown.json()).toMatchObject({ errors: [{ pointer: '#/kind' }] });
    const never = await send('POST', { kind: 'backtest' });
    expect(((await never.json()) as { type: string }).type).toMatch(/org-not-synced$/);
  });
});
