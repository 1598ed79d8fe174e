import { TOKEN_LIFETIME_MS } from '@leadlight/workflows';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CREDENTIAL_CACHE_MS } from '../http/credential-verifier.ts';
import { OrgSigner } from '../testing/org-jwts.ts';
import { startTestService, type TestService } from '../testing/test-service.ts';

const claims = { iss: 'org-a', sub: 'key_jwt' };
let service: TestService;
let signer: OrgSigner;

beforeEach(async () => {
  service = await startTestService();
  service.keys.add('a secret that nobody has', { id: 'key_jwt', orgId: 'org-a', scopes: ['read'] });
  signer = new OrgSigner(service.clock.now());
  service.certificates.add('key_jwt', signer.certificate);
});
afterEach(() => service.close());

const jwt = (over: Readonly<Record<string, unknown>> = {}) => signer.sign(service.clock.now(), { ...claims, ...over });
const exchange = (assertion: string, over: Readonly<Record<string, string>> = {}) =>
  fetch(`${service.url}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion, ...over }),
  });
const tokenOf = async (response: Response) => ((await response.json()) as { access_token: string }).access_token;
const statusWith = async (credential: string, path = '/v1/models') =>
  (await service.fetch(path, { headers: { authorization: `Bearer ${credential}` } })).status;

describe('JWT of an org exchanged at the token endpoint', () => {
  it('returns a token with the scopes of its key', async () => {
    const response = await exchange(jwt());
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const body = (await response.json()) as { access_token: string };
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: TOKEN_LIFETIME_MS / 1_000, scope: 'read' });
    expect(await statusWith(body.access_token)).toBe(200);
    expect(await statusWith(body.access_token, '/v1/leads/a')).toBe(403);
  });

  it('is accepted once with an id, and repeatedly without one, as those of Salesforce are', async () => {
    const [once, again] = [jwt({ jti: 'only-once' }), jwt()];
    for (const assertion of [once, again, again]) expect((await exchange(assertion)).status).toBe(200);
    const replayed = await exchange(once);
    expect([replayed.status, await replayed.json()]).toMatchObject([400, { error: 'invalid_grant' }]);
    expect(service.logLines()).toContain('"reason":"replayed"');
  });

  it.each([
    ['expired', { exp: 0, iat: 0, nbf: 0 }],
    ['audience', { aud: 'https://other.example.com' }],
    ['unknown_client', { iss: 'org-b' }],
    ['unknown_client', { sub: 'key_1x' }],
    ['malformed', { iss: 'Wildgruber GmbH' }],
  ])('is rejected for %s, which the log says and the response does not', async (reason, over) => {
    const response = await exchange(jwt(over));
    const text = await response.text();
    expect([response.status, JSON.parse(text)]).toMatchObject([400, { error: 'invalid_grant' }]);
    expect(text).not.toContain(reason);
    expect(service.logLines()).toContain(`"reason":"${reason}"`);
    expect(service.logLines()).not.toContain('Wildgruber');
  });

  it('is rejected from an unknown signer, and an address that keeps trying has to wait', async () => {
    const stranger = new OrgSigner(service.clock.now());
    const guess = () => exchange(stranger.sign(service.clock.now(), claims));
    for (let failures = 0; failures < 10; failures++) expect((await guess()).status).toBe(400);
    expect((await guess()).status).toBe(429);
  });

  it('does not wait, from a valid signer, for others behind the same address', async () => {
    const stranger = new OrgSigner(service.clock.now());
    for (let failures = 0; failures < 11; failures++) {
      await exchange(stranger.sign(service.clock.now(), { ...claims, sub: 'key_other' }));
    }
    expect((await exchange(jwt({ jti: 'the next' }))).status).toBe(200);
  });

  it('may request fewer scopes, not more, and must be present', async () => {
    expect(await (await exchange(jwt(), { scope: 'admin' })).json()).toMatchObject({ error: 'invalid_scope' });
    expect(await (await exchange('')).json()).toMatchObject({ error: 'invalid_request' });
  });

  it('returns a token that ends with the key', async () => {
    const token = await tokenOf(await exchange(jwt()));
    service.keys.change('a secret that nobody has', { revokedAt: 1 });
    expect(await statusWith(token)).toBe(401);
  });
});

describe('JWT of an org sent with each request', () => {
  it('has the scopes of its key', async () => {
    const credential = jwt();
    for (let request = 0; request < 3; request++) expect(await statusWith(credential)).toBe(200);
    expect(await statusWith(credential, '/v1/leads/a')).toBe(403);
  });

  it.each([
    ['another audience', { aud: 'https://other.example.com' }],
    ['another org', { iss: 'org-b' }],
    ['no end', { exp: undefined }],
  ])('is rejected with %s', async (_, over) => {
    expect(await statusWith(jwt(over))).toBe(401);
  });

  it('does not wait, from a valid signer, for guesses from its address, and one from an unknown signer does', async () => {
    for (let failures = 0; failures < 10; failures++) await statusWith(`guess${failures}`);
    expect(await statusWith(jwt())).toBe(200);
    for (let failures = 0; failures < 10; failures++) await statusWith(`guess${failures}`);
    expect(await statusWith(jwt({ sub: 'key_other' }))).toBe(429);
  });

  it('ends at its expiry and with its key, although it was cached', async () => {
    const [short, long] = [jwt({ exp: service.clock.now() / 1_000 + 1 }), jwt()];
    for (const credential of [short, long]) expect(await statusWith(credential)).toBe(200);
    service.clock.advance(61_000);
    expect(await statusWith(short)).toBe(401);
    expect(await statusWith(long)).toBe(200);
    service.keys.change('a secret that nobody has', { revokedAt: 1 });
    service.clock.advance(CREDENTIAL_CACHE_MS);
    expect(await statusWith(long)).toBe(401);
  });
});
