import { Problem, readExample, type ConversionRates, type DataQuality, type ModelReport } from '@leadlight/contract';
import { exampleError } from '@leadlight/workflows/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTestService, type TestService } from '../testing/test-service.ts';

const getModelReport = vi.fn<() => Promise<ModelReport>>();
const dataQuality = vi.fn<() => Promise<DataQuality>>();
const conversionRates = vi.fn<() => Promise<ConversionRates>>();
let service: TestService;

beforeAll(async () => {
  service = await startTestService({ getModelReport, dataQuality, conversionRates });
  service.keys.add('admin', { scopes: ['admin', 'read'] });
});
beforeEach(() => {
  getModelReport.mockReset().mockResolvedValue(readExample('model-report.response') as ModelReport);
  dataQuality.mockReset().mockResolvedValue(readExample('data-quality.response') as DataQuality);
  conversionRates.mockReset().mockResolvedValue(readExample('conversion-rates.response') as ConversionRates);
});
afterAll(() => service.close());

const get = (path: string) => service.fetch(path, { headers: { authorization: 'Bearer admin' } });

describe('GET /v1/models/{modelId}/report', () => {
  it('returns the example of the contract, for the org of the key', async () => {
    const response = await get('/v1/models/9f2c41d07be35a68/report');
    expect(await response.json()).toEqual(readExample('model-report.response'));
    expect(getModelReport).toHaveBeenCalledExactlyOnceWith('org-a', '9f2c41d07be35a68');
  });

  it('rejects an invalid id, and reports an unknown model', async () => {
    expect((await get('/v1/models/a%2Fb/report')).status).toBe(400);
    expect(getModelReport).not.toHaveBeenCalled();
    getModelReport.mockRejectedValue(exampleError('unknown_model'));
    const problem = Problem.parse(await (await get('/v1/models/gone/report')).json());
    expect(problem).toMatchObject({ status: 404, type: '/problems/model-not-found' });
  });
});

describe('GET /v1/models/{modelId}/card', () => {
  it('returns the example of the contract, and rejects an invalid id', async () => {
    const response = await get('/v1/models/9f2c41d07be35a68/card');
    expect(await response.json()).toEqual(readExample('model-card.response'));
    expect((await get('/v1/models/a%2Fb/card')).status).toBe(400);
  });
});

describe('GET /v1/checks', () => {
  it('answers with the checks by day and what they found', async () => {
    const response = await get('/v1/checks');
    expect(await response.json()).toEqual(readExample('checks.response'));
  });
});

describe('GET /v1/conversion-rates', () => {
  it('returns the example of the contract, for the org of the key', async () => {
    const response = await get('/v1/conversion-rates?groupedBy=team');
    expect(await response.json()).toEqual(readExample('conversion-rates.response'));
    expect(conversionRates).toHaveBeenCalledExactlyOnceWith('org-a', 'team');
  });

  it.each(['', '?groupedBy=owner', '?groupedBy=rep&limit=1'])('rejects the query "%s"', async (query) => {
    const response = await get(`/v1/conversion-rates${query}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ type: '/problems/invalid-request' });
    expect(conversionRates).not.toHaveBeenCalled();
  });
});

describe('GET /v1/data-quality', () => {
  it('returns the example of the contract, for the org of the key', async () => {
    const response = await get('/v1/data-quality');
    expect(await response.json()).toEqual(readExample('data-quality.response'));
    expect(dataQuality).toHaveBeenCalledExactlyOnceWith('org-a');
  });

  it('allows only GET', async () => {
    const headers = { authorization: 'Bearer admin', 'content-type': 'application/json' };
    const response = await service.fetch('/v1/data-quality', { method: 'POST', headers, body: '{}' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});
