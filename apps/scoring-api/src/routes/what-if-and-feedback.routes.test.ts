import { Problem, readExample, type FeedbackResponse, type WhatIfResponse } from '@leadlight/contract';
import { exampleError } from '@leadlight/workflows/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTestService, type TestService } from '../testing/test-service.ts';

const whatIf = vi.fn<() => Promise<WhatIfResponse>>();
const giveFeedback = vi.fn<() => Promise<FeedbackResponse>>();
let service: TestService;

beforeAll(async () => {
  service = await startTestService({ whatIf, giveFeedback });
});
beforeEach(() => {
  whatIf.mockReset().mockResolvedValue(readExample('what-if.response') as WhatIfResponse);
  giveFeedback.mockReset().mockResolvedValue(readExample('feedback.response') as FeedbackResponse);
});
afterAll(() => service.close());

const post = (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  service.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

describe.each([
  ['/v1/what-if', 'what-if', whatIf, ['org-a', readExample('what-if.request')]],
  ['/v1/feedback', 'feedback', giveFeedback, ['org-a', readExample('feedback.request'), 'api:key_1']],
] as const)('POST %s', (path, example, workflow, expected) => {
  it('answers the example request of the contract with its example response, for the org of the key', async () => {
    const response = await post(path, readExample(`${example}.request`));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual(readExample(`${example}.response`));
    expect(workflow).toHaveBeenCalledExactlyOnceWith(...expected);
  });

  it.each([[[]], [{}], [{ leadId: '../x' }], ['text']])('rejects %j before the use case', async (body) => {
    const response = await post(path, body);
    expect(Problem.parse(await response.json())).toMatchObject({ status: 400 });
    expect(workflow).not.toHaveBeenCalled();
  });

  it('needs the scope score', async () => {
    service.keys.add('reader', { scopes: ['read'] });
    const response = await post(path, readExample(`${example}.request`), { authorization: 'Bearer reader' });
    expect(response.status).toBe(403);
  });

  it('rejects a body larger than a lead', async () => {
    expect((await post(path, { leadId: 'x'.repeat(70_000) })).status).toBe(413);
  });
});

describe('POST /v1/what-if', () => {
  it('reports an unknown lead', async () => {
    whatIf.mockRejectedValue(exampleError('lead_not_found'));
    const response = await post('/v1/what-if', readExample('what-if.request'));
    const problem = Problem.parse(await response.json());
    expect(problem).toMatchObject({ status: 404, type: '/problems/lead-not-found' });
    expect(JSON.stringify(problem)).not.toContain('inner words');
  });
});
