import type { LeadScoreHistory } from '@leadlight/contract';
import { Problem, readExample } from '@leadlight/contract';
import { type ScoreLeadsResult } from '@leadlight/workflows';
import { exampleError } from '@leadlight/workflows/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { MAX_SCORES_BODY_BYTES } from '../http/body-limits.ts';
import { exampleScoreResult, startTestService, type TestService } from '../testing/test-service.ts';

const scoreLeads = vi.fn<() => Promise<ScoreLeadsResult>>();
const leadScoreHistory = vi.fn<() => Promise<LeadScoreHistory>>();
let service: TestService;

beforeAll(async () => {
  scoreLeads.mockResolvedValue(exampleScoreResult());
  leadScoreHistory.mockResolvedValue(readExample('lead-scores.response') as LeadScoreHistory);
  service = await startTestService({ scoreLeads, leadScoreHistory });
});
afterAll(() => service.close());

const problemOf = async (response: Response) => {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const problem = Problem.parse(await response.json());
  expect(problem.status).toBe(response.status);
  expect(problem.requestId).toBe(response.headers.get('x-request-id'));
  return problem;
};

describe('POST /v1/scores', () => {
  it('answers the example request of the contract with its example response', async () => {
    const response = await service.postScores(readExample('score-leads.request'));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual(readExample('score-leads.response'));
  });

  it('scores for the org of the key, with the key as requester', async () => {
    scoreLeads.mockClear();
    await service.postScores(readExample('score-new-lead.request'));
    expect(scoreLeads).toHaveBeenCalledExactlyOnceWith('org-a', readExample('score-new-lead.request'), 'api:key_1');
  });

  it.each([
    ['{"leads":[', 'does not parse'],
    ['', 'empty'],
    ['   ', 'empty'],
    ['\u0000', 'does not parse'],
    ["{'leads':[]}", 'does not parse'],
    ['{"leads":[{"leadId":"a","leadId":"b"}]}', 'twice'],
    ['{"leads":[],"\\u006ceads":[]}', 'twice'],
  ])('rejects %j as invalid JSON', async (body, detail) => {
    const problem = await problemOf(await service.postScores(body));
    expect(problem).toMatchObject({ type: '/problems/invalid-json', status: 400 });
    expect(problem.detail).toContain(detail);
  });

  it('rejects a body that is not UTF-8', async () => {
    const headers = { 'content-type': 'application/json' };
    const body = new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
    const response = await service.fetch('/v1/scores', { method: 'POST', headers, body });
    expect(await problemOf(response)).toMatchObject({
      type: '/problems/invalid-json',
      detail: 'The body is not UTF-8.',
    });
  });

  it('does not repeat the request in a response', async () => {
    const response = await service.postScores('{"leads":[{"leadId":"a","fields":{"Email":"ada@example.com" oops');
    expect(await response.text()).not.toContain('ada');
  });

  it('points at every value of a wrong type', async () => {
    const body = { leads: [{ leadId: 7 }, { leadId: 'a', fields: { 'A/b~c': [1] } }] };
    const problem = await problemOf(await service.postScores(body));
    expect(problem).toMatchObject({ type: '/problems/invalid-request', status: 400 });
    expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(['#/leads/0/leadId', '#/leads/1/fields/A~1b~0c']);
  });

  it('reports a missing member', async () => {
    const problem = await problemOf(await service.postScores({ leads: [{}] }));
    expect(problem.errors).toEqual([
      { pointer: '#/leads/0/leadId', detail: 'Invalid input: expected string, and it is missing' },
    ]);
  });

  it('points at unknown members', async () => {
    const body = { leads: [{ leadId: 'a', feilds: {} }], orgId: 'org-b' };
    const problem = await problemOf(await service.postScores(body));
    expect(problem.errors?.map(({ pointer }) => pointer).toSorted()).toEqual(['#/leads/0/feilds', '#/orgId']);
  });

  it('rejects the character U+0000, and accepts its escape as text', async () => {
    const body = (comment: string) => `{"leads":[{"leadId":"a","fields":{"Description":"${comment}"}}]}`;
    for (const nul of ['\\u0000', '\\\\\\u0000']) {
      const problem = await problemOf(await service.postScores(body(nul)));
      expect(problem).toMatchObject({
        type: '/problems/invalid-request',
        detail: expect.stringContaining('U+0000') as string,
      });
    }
    expect((await service.postScores(body('\\\\u0000'))).status).toBe(200);
  });

  it('accepts deep nesting and numbers out of range', async () => {
    const deep = `{"leads":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    const huge = '{"leads":[{"leadId":"a","fields":{"AnnualRevenue":1e999}}]}';
    for (const body of [deep, huge]) expect((await service.postScores(body)).status).toBe(400);
  });

  it('rejects more than 200 leads, and none', async () => {
    for (const count of [201, 0]) {
      const problem = await problemOf(await service.postScores({ leads: Array(count).fill({ leadId: 'a' }) }));
      expect(problem.errors?.[0]?.pointer).toBe('#/leads');
    }
  });

  it('reports at most 20 errors', async () => {
    const problem = await problemOf(await service.postScores({ leads: Array(100).fill({}) }));
    expect(problem.errors).toHaveLength(20);
    expect(problem.detail).toContain('100 places');
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=latin1', ''])(
    'rejects the media type %j',
    async (type) => {
      const problem = await problemOf(await service.postScores('{}', { 'content-type': type }));
      expect(problem).toMatchObject({ type: '/problems/unsupported-media-type', status: 415 });
    },
  );

  it('rejects a compressed body', async () => {
    const problem = await problemOf(await service.postScores('{}', { 'content-encoding': 'gzip' }));
    expect(problem.status).toBe(415);
  });

  it('accepts any spelling of UTF-8 in the media type', async () => {
    const headers = { 'content-type': 'Application/JSON; charset="UTF-8"' };
    expect((await service.postScores(readExample('score-leads.request'), headers)).status).toBe(200);
  });

  it('rejects a body over a megabyte, with and without Content-Length', async () => {
    const body = `{"leads":"${'x'.repeat(MAX_SCORES_BODY_BYTES)}"}`;
    expect(await problemOf(await service.postScores(body))).toMatchObject({
      type: '/problems/body-too-large',
      status: 413,
    });
    const stream = new Blob([body]).stream();
    const init = { method: 'POST', body: stream, headers: { 'content-type': 'application/json' }, duplex: 'half' };
    expect((await problemOf(await service.fetch('/v1/scores', init as RequestInit))).status).toBe(413);
  });

  it('answers 409 with the remedy where the org has no active model', async () => {
    scoreLeads.mockRejectedValueOnce(exampleError('no_active_model'));
    const problem = await problemOf(await service.postScores(readExample('score-leads.request')));
    expect({ ...problem, requestId: '' }).toEqual({
      ...(readExample('problem.no-active-model') as Problem),
      requestId: '',
    });
  });

  it('answers an unexpected error with an id and without its message', async () => {
    scoreLeads.mockRejectedValueOnce(new TypeError('secret of ada@example.com'));
    const response = await service.postScores(readExample('score-leads.request'));
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).not.toMatch(/secret|TypeError|at /);
    expect(JSON.parse(text)).toMatchObject({ type: '/problems/internal' });
    expect(service.logLines()).toContain('TypeError');
    expect(service.logLines()).not.toContain('ada@example.com');
  });
});

describe('GET /v1/leads/{leadId}/scores', () => {
  it('returns the past scores of the lead', async () => {
    leadScoreHistory.mockClear();
    const response = await service.fetch('/v1/leads/00Q5g00000KpXc2EAF/scores?limit=3');
    expect(await response.json()).toEqual(readExample('lead-scores.response'));
    expect(leadScoreHistory).toHaveBeenCalledExactlyOnceWith('org-a', '00Q5g00000KpXc2EAF', 3);
  });

  it.each(['?limit=0', '?limit=201', '?limit=ten', '?limit=1.5', '?page=2'])('rejects the query %s', async (query) => {
    const problem = await problemOf(await service.fetch(`/v1/leads/00Q/scores${query}`));
    expect(problem).toMatchObject({ type: '/problems/invalid-request' });
    expect(problem.errors?.[0]?.pointer).toBe(query.slice(1).split('=')[0]);
  });

  it.each(['/v1/leads/a%20b/scores', '/v1/leads/%00/scores', '/v1/leads/%E0%A4%A/scores'])(
    'rejects %s',
    async (path) => {
      expect(await problemOf(await service.fetch(path))).toMatchObject({
        type: '/problems/invalid-request',
        status: 400,
      });
    },
  );
});
