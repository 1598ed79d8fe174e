import { TOKEN_LIFETIME_MS } from '@leadlight/workflows';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KEY, startTestService, type TestService } from '../testing/test-service.ts';

let service: TestService;
beforeEach(async () => {
  service = await startTestService();
});
afterEach(() => service.close());

const requestWith = (form: string, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${service.url}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: form,
  });
const request = (form: Readonly<Record<string, string>>, headers?: Readonly<Record<string, string>>) =>
  requestWith(new URLSearchParams(form).toString(), headers);
const client = { grant_type: 'client_credentials', client_id: 'key_1', client_secret: KEY };
const tokenOf = async (form: Readonly<Record<string, string>> = client) =>
  ((await (await request(form)).json()) as { access_token: string }).access_token;
const statusWith = async (token: string, path = '/v1/models') =>
  (await fetch(service.url + path, { headers: { authorization: `Bearer ${token}` } })).status;

describe('token endpoint', () => {
  it('returns a token for the id of a key and the key', async () => {
    const response = await request(client);
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const body = (await response.json()) as { access_token: string };
    expect(body).toEqual({
      access_token: expect.stringMatching(/^llt_[\w-]{43}$/) as unknown,
      token_type: 'Bearer',
      expires_in: TOKEN_LIFETIME_MS / 1_000,
      scope: 'score read',
    });
    expect(await statusWith(body.access_token)).toBe(200);
  });

  it('accepts the credentials of the client in a Basic header', async () => {
    const authorization = `Basic ${Buffer.from(`key_1:${KEY}`).toString('base64')}`;
    expect((await request({ grant_type: 'client_credentials' }, { authorization })).status).toBe(200);
  });

  it('grants at most the scopes of the key, and fewer on request', async () => {
    const token = await tokenOf({ ...client, scope: 'score' });
    expect(await statusWith(token)).toBe(403);
    expect(await (await request({ ...client, scope: 'score admin' })).json()).toMatchObject({ error: 'invalid_scope' });
  });

  it.each([
    [{ ...client, client_secret: 'wrong' }, 401, 'invalid_client'],
    [{ ...client, client_id: 'key_2' }, 401, 'invalid_client'],
    [{ ...client, grant_type: 'password' }, 400, 'unsupported_grant_type'],
    [{ ...client, scope: 'everything' }, 400, 'invalid_scope'],
    [{ grant_type: 'client_credentials' }, 400, 'invalid_request'],
    [{ client_id: 'key_1', client_secret: KEY }, 400, 'invalid_request'],
  ])('rejects %j', async (form: Readonly<Record<string, string>>, status, error) => {
    const response = await request(form);
    expect([response.status, await response.json()]).toMatchObject([status, { error }]);
    expect(response.headers.has('www-authenticate')).toBe(status === 401);
  });

  it('rejects a repeated parameter, another media type and a huge form', async () => {
    const form = new URLSearchParams(client).toString();
    expect(await (await requestWith(`${form}&client_id=key_1`)).json()).toMatchObject({ error: 'invalid_request' });
    expect((await requestWith('{}', { 'content-type': 'application/json' })).status).toBe(415);
    expect((await request({ ...client, scope: 'x'.repeat(5_000) })).status).toBe(413);
  });

  it('ends a token at its expiry and with its key', async () => {
    const token = await tokenOf();
    expect(await statusWith(token)).toBe(200);
    service.clock.advance(TOKEN_LIFETIME_MS);
    expect(await statusWith(token)).toBe(401);
    const another = await tokenOf();
    service.keys.revoke(KEY);
    expect(await statusWith(another)).toBe(401);
  });

  it('makes an address that guesses wait, longer after each guess', async () => {
    const guess = () => request({ ...client, client_secret: 'guess' });
    for (let failures = 0; failures < 10; failures++) expect((await guess()).status).toBe(401);
    const rejected = await guess();
    expect([rejected.status, rejected.headers.get('retry-after')]).toEqual([429, '1']);
    service.clock.advance(1_000);
    expect((await guess()).status).toBe(401);
    expect((await guess()).headers.get('retry-after')).toBe('2');
  });
});

describe('valid client behind an address that others guess from', () => {
  const guess = (over: Readonly<Record<string, string>> = {}) =>
    request({ ...client, client_secret: 'guess', ...over });
  const guessALot = async () => {
    for (let failures = 0; failures < 10; failures++) await guess();
    expect((await guess()).status).toBe(429);
  };

  it('gets a token at once, although this process has never seen it', async () => {
    await guessALot();
    expect((await request(client)).status).toBe(200);
  });

  it('waits like every client after its key has ended', async () => {
    service.keys.revoke(KEY);
    await guessALot();
    expect((await request(client)).status).toBe(429);
  });

  it('is not recognised by its id alone', async () => {
    await guessALot();
    expect((await guess({ client_secret: `${KEY}x` })).status).toBe(429);
  });
});

describe('keys and tokens', () => {
  it('are rejected after their end, although they were cached', async () => {
    service.keys.add('ending', { id: 'key_9', expiresAt: service.clock.now() + 1_000 });
    expect(await statusWith('ending')).toBe(200);
    service.clock.advance(1_000);
    expect(await statusWith('ending')).toBe(401);
  });

  it('do not wait for guesses from their address, although this process has never seen them', async () => {
    for (let failures = 0; failures < 10; failures++) expect(await statusWith(`guess${failures}`)).toBe(401);
    expect(await statusWith('guess')).toBe(429);
    expect(await statusWith(KEY)).toBe(200);
  });

  it('are found amid a flood of guesses', async () => {
    for (let failures = 0; failures < 10; failures++) await statusWith(`guess${failures}`);
    const flood = Array.from({ length: 60 }, (_, index) => statusWith(`more${index}`));
    const valid = statusWith(KEY);
    expect(await valid).toBe(200);
    expect((await Promise.all(flood)).every((status) => status === 429 || status === 401)).toBe(true);
  });

  it('allow only their scopes', async () => {
    service.keys.add('reader', { id: 'key_8', scopes: ['read'] });
    expect(await statusWith('reader')).toBe(200);
    const response = await service.postScores({}, { authorization: 'Bearer reader' });
    expect(response.status).toBe(403);
    expect(response.headers.get('www-authenticate')).toContain('insufficient_scope');
    expect(await response.json()).toMatchObject({
      type: '/problems/forbidden',
      detail: 'This needs the scope "score".',
    });
  });
});
