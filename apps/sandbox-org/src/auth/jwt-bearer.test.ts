import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { useTestOrg } from '../testing/index.ts';

const app = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
const org = useTestOrg({
  leads: 3,
  jwtCertificate: app.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
});

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
const seconds = (fromNow: number): number => Math.floor(Date.now() / 1000) + fromNow;

async function signIn(claims: object = {}, key = app.privateKey, alg = 'RS256') {
  const whole = {
    iss: org.server.clientId,
    sub: 'integration.user@sandbox.example',
    aud: org.server.listening,
    exp: seconds(180),
    ...claims,
  };
  const signed = `${encoded({ alg })}.${encoded(whole)}`;
  const assertion = `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`;
  const response = await org.postToken({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

describe('JWT bearer flow', () => {
  it('returns a token for a valid assertion', async () => {
    const { status, body } = await signIn();
    expect(status).toBe(200);
    const response = await fetch(`${org.server.listening}/services/data/v62.0/limits`, {
      headers: { authorization: `Bearer ${body.access_token}` },
    });
    expect(response.status).toBe(200);
    expect((await signIn({ aud: 'https://login.salesforce.com' })).status).toBe(200);
  });

  it('accepts an expiry far ahead, as sent by a client that writes milliseconds', async () => {
    expect((await signIn({ exp: Date.now() + 300 })).status).toBe(200);
  });

  it.each([
    [{ iss: 'nobody' }, 'invalid_client_id', /client identifier invalid/],
    [{ sub: 'nobody@sandbox.example' }, 'invalid_grant', /hasn't approved this consumer/],
    [{ aud: 'https://example.com' }, 'invalid_grant', /audience is invalid/],
    [{ exp: 1 }, 'invalid_grant', /expired authorization code/],
  ])('rejects the claims %j', async (claims, error, description) => {
    const { status, body } = await signIn(claims);
    expect(status).toBe(400);
    expect(body.error).toBe(error);
    expect(body.error_description).toMatch(description);
  });

  it('rejects an assertion signed by another key or not at all', async () => {
    expect((await signIn({}, stranger.privateKey)).body).toMatchObject({
      error: 'invalid_grant',
      error_description: 'invalid assertion',
    });
    expect((await signIn({}, app.privateKey, 'none')).body.error).toBe('invalid_grant');
  });
});
