import { generateKeyPairSync, verify } from 'node:crypto';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { recordedTiming, startFixtureOrg, type FixtureResponse, type FixtureOrg } from '../testing/fixture-org.ts';
import { connectSalesforce } from './connect.ts';

let org: FixtureOrg | undefined;
afterEach(() => org?.close());

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const NOW = Date.parse('2026-11-22T12:00:00Z');

async function signedIn(
  response?: FixtureResponse,
  options: { readonly audience?: string; readonly privateKey?: string } = {},
) {
  org = await startFixtureOrg(() => response);
  const credentials = { clientId: 'the-client', username: 'leadlight@example.com', privateKey: pem, ...options };
  return connectSalesforce({ loginUrl: org.url, ...credentials, now: () => NOW, timing: recordedTiming() });
}

const assertionSent = () => new URLSearchParams(org!.requests[0]?.body).get('assertion')!;
const part = (index: number) =>
  JSON.parse(Buffer.from(assertionSent().split('.')[index]!, 'base64url').toString()) as unknown;

describe('signAssertion', () => {
  it('signs in with an assertion that names app, user, org and an expiry within three minutes, and sends no secret', async () => {
    expect((await signedIn()).orgId).toBe('00D000000000001EAA');
    const form = new URLSearchParams(org!.requests[0]?.body);
    expect([...form.keys()].sort()).toEqual(['assertion', 'grant_type']);
    expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    expect(part(0)).toEqual({ alg: 'RS256', typ: 'JWT' });
    expect(part(1)).toEqual({ iss: 'the-client', sub: 'leadlight@example.com', aud: org!.url, exp: NOW / 1000 + 90 });
    const [header, claims, signature] = assertionSent().split('.');
    expect(
      verify('RSA-SHA256', Buffer.from(`${header}.${claims}`), publicKey, Buffer.from(signature!, 'base64url')),
    ).toBe(true);
  });

  it('uses another audience than the login URL if set', async () => {
    await signedIn(undefined, { audience: 'https://test.salesforce.com' });
    expect(part(1)).toMatchObject({ aud: 'https://test.salesforce.com' });
  });

  const rejected = { status: 400, body: { error: 'invalid_grant', error_description: 'invalid assertion' } };

  it('reports rejected credentials while the clocks agree', async () => {
    await expect(signedIn({ ...rejected, headers: { date: new Date(NOW).toUTCString() } })).rejects.toMatchObject({
      code: 'credentials_rejected',
    });
  });

  it('reports clock skew when the clocks differ by more than the lifetime of the assertion', async () => {
    await expect(
      signedIn({ ...rejected, headers: { date: new Date(NOW - 600_000).toUTCString() } }),
    ).rejects.toMatchObject({
      code: 'clock_skew',
      message: expect.stringContaining('The clocks differ by 600 s'),
      facts: { skewMs: 600_000 },
    });
  });

  it('reports an unreadable private key without quoting it', async () => {
    const broken = pem.replace(/\n.*\n/, '\nnot-a-key\n');
    const error = await signedIn(undefined, { privateKey: broken }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'private_key_unreadable' });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('not-a-key');
  });
});
