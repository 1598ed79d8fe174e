import { describe, expect, it } from 'vitest';
import { useTestOrg } from '../testing/index.ts';

const org = useTestOrg({ leads: 5, sessionMs: 400, dailyLimit: 3 });

describe('OAuth token endpoint', () => {
  it('returns the instance URL and the identity', async () => {
    const { clientId, clientSecret, orgId, listening } = org.server;
    const response = await org.postToken({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    });
    const token = (await response.json()) as Record<string, string>;
    expect(token).toMatchObject({ instance_url: listening, token_type: 'Bearer' });
    expect(token.id).toMatch(new RegExp(`/id/${orgId}/005\\w{15}$`));
    const userInfo = await fetch(`${listening}/services/oauth2/userinfo`, {
      headers: { authorization: `Bearer ${token.access_token}` },
    });
    expect(await userInfo.json()).toMatchObject({ organization_id: orgId, name: 'Integration User' });
  });

  it.each([
    [{ grant_type: 'client_credentials', client_id: 'x', client_secret: 'y' }, 'invalid_client_id'],
    [{ grant_type: 'password' }, 'invalid_client_id'],
    [{ grant_type: 'constructor' }, 'unsupported_grant_type'],
    [{}, 'unsupported_grant_type'],
  ])('rejects the form %j with an OAuth error', async (form, error) => {
    const response = await org.postToken(form as Record<string, string>);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error, error_description: expect.any(String) });
  });

  it.each(['password', 'refresh_token', 'authorization_code'])(
    'gives no token for %s, of which the org has none',
    async (grant) => {
      const { clientId, clientSecret } = org.server;
      const form = { grant_type: grant, client_id: clientId, client_secret: clientSecret };
      const response = await org.postToken(form);
      expect({ status: response.status, body: await response.json() }).toMatchObject({
        status: 400,
        body: { error: 'invalid_grant' },
      });
    },
  );

  it('rejects a malformed Basic header', async () => {
    const basic = `Basic ${Buffer.from('%E0%A4%A:x').toString('base64')}`;
    const response = await fetch(`${org.server.listening}/services/oauth2/token`, {
      method: 'POST',
      headers: { authorization: basic },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    expect({ status: response.status, body: await response.json() }).toMatchObject({
      status: 400,
      body: { error: 'invalid_client_id' },
    });
  });

  it('rejects a wrong secret', async () => {
    const response = await org.postToken({
      grant_type: 'client_credentials',
      client_id: org.server.clientId,
      client_secret: 'y',
    });
    expect(await response.json()).toMatchObject({ error: 'invalid_client' });
  });
});

describe('access token', () => {
  it('is required and expires', async () => {
    const call = (authorization: string) =>
      fetch(`${org.server.listening}/services/data/v62.0/`, { headers: { authorization } });
    expect((await call('')).status).toBe(401);
    expect((await call('Bearer nonsense')).status).toBe(401);
    expect(await (await call('Basic bm9uc2Vuc2U=')).json()).toMatchObject([{ errorCode: 'INVALID_AUTH_HEADER' }]);
    await expect.poll(async () => (await call(`Bearer ${org.accessToken}`)).status, { timeout: 5_000 }).toBe(401);
    const rejected = await call(`Bearer ${org.accessToken}`);
    expect(await rejected.json()).toEqual([{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }]);
  });
});

describe('daily API limit', () => {
  it('rejects calls beyond the limit', async () => {
    const { clientId, clientSecret, listening } = org.server;
    const statuses: number[] = [];
    const response = await org.postToken({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    });
    const { access_token: token } = (await response.json()) as { access_token: string };
    for (let call = 0; call < 5; call += 1) {
      const response = await fetch(`${listening}/services/data/v62.0/limits`, {
        headers: { authorization: `Bearer ${token}` },
      });
      statuses.push(response.status);
      if (response.status === 403)
        expect(await response.json()).toMatchObject([{ errorCode: 'REQUEST_LIMIT_EXCEEDED' }]);
    }
    expect(statuses.at(-1)).toBe(403);
  });
});
