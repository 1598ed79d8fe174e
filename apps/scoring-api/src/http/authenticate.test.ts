import { HOUR_MS } from '@leadlight/common';
import { Problem } from '@leadlight/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KEY, startTestService, type TestService } from '../testing/test-service.ts';
import { CREDENTIAL_CACHE_MS } from './credential-verifier.ts';

let service: TestService;
beforeEach(async () => {
  service = await startTestService();
});
afterEach(() => service.close());

const get = (authorization?: string) =>
  fetch(`${service.url}/v1/models`, { headers: authorization === undefined ? {} : { authorization } });

describe('authenticate', () => {
  it('rejects a request without a key and says how to authenticate', async () => {
    const response = await get();
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="leadlight"');
    expect(Problem.parse(await response.json())).toMatchObject({ type: '/problems/unauthenticated' });
  });

  it.each([
    'Bearer wrong',
    'Bearer ',
    'Basic bGxrX3Rlc3Qta2V5Og==',
    KEY,
    `Bearer ${KEY} more`,
    `Bearer ${'x'.repeat(600)}`,
  ])('rejects %j', async (authorization) => {
    expect((await get(authorization)).status).toBe(401);
  });

  it('reports invalid_token for an unknown key', async () => {
    expect((await get('Bearer wrong')).headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  it('accepts a valid key, with the scheme in any case', async () => {
    for (const scheme of ['Bearer', 'bearer', 'BEARER']) expect((await get(`${scheme} ${KEY}`)).status).toBe(200);
  });

  it('requires a key before it reveals whether a route exists', async () => {
    expect((await fetch(`${service.url}/v1/nothing`)).status).toBe(401);
    expect((await service.fetch('/v1/nothing')).status).toBe(404);
  });

  it('looks a key up once per cache period', async () => {
    await Promise.all([get(`Bearer ${KEY}`), get(`Bearer ${KEY}`)]);
    await get(`Bearer ${KEY}`);
    expect(service.keys.lookups).toBe(1);
  });

  it('rejects a revoked key after the cache period', async () => {
    expect((await get(`Bearer ${KEY}`)).status).toBe(200);
    service.keys.revoke(KEY);
    service.clock.advance(CREDENTIAL_CACHE_MS);
    expect((await get(`Bearer ${KEY}`)).status).toBe(401);
  });

  it('rejects a revoked key after the cache period, although the clock goes back an hour', async () => {
    expect((await get(`Bearer ${KEY}`)).status).toBe(200);
    service.keys.revoke(KEY);
    service.clock.setBack(HOUR_MS);
    service.clock.advance(CREDENTIAL_CACHE_MS);
    expect((await get(`Bearer ${KEY}`)).status).toBe(401);
  });

  it('makes a guessing address wait for seconds, although the clock goes back an hour', async () => {
    for (let failures = 0; failures < 10; failures++) await get(`Bearer guess${failures}`);
    service.clock.setBack(HOUR_MS);
    const rejected = await get('Bearer guess');
    expect([rejected.status, rejected.headers.get('retry-after')]).toEqual([429, '1']);
    service.clock.advance(1_000);
    expect((await get('Bearer guess')).status).toBe(401);
  });

  it('accepts a good key, which no cache has yet, from the address of a guessing client', async () => {
    for (let failures = 0; failures < 10; failures++) await get(`Bearer guess${failures}`);
    expect((await get('Bearer guess')).status).toBe(429);
    expect((await get(`Bearer ${KEY}`)).status).toBe(200);
  });

  it('caches a key for at most five seconds', () => {
    expect(CREDENTIAL_CACHE_MS).toBeLessThanOrEqual(5_000);
  });
});
