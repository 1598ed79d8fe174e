import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ApiKeyEntry, KeyCertificate } from '../../ports/index.ts';
import { AUDIENCE, goodClaims, KEY_ID, makeSigner, NOW, ORG, sign, type Signer } from './signing.fixture.ts';
import { CLOCK_SKEW_MS, MAX_JWT_LIFETIME_MS, verifyOrgJwt } from './verify-org-jwt.ts';

const signer = makeSigner('current');
const key: ApiKeyEntry = {
  id: KEY_ID,
  orgId: ORG,
  name: 'Salesforce',
  scopes: ['score', 'read'],
  createdAt: 0,
  expiresAt: null,
  revokedAt: null,
  replaces: null,
  provedAt: null,
  objects: ['Lead'],
};

interface Given {
  readonly now?: number;
  readonly key?: Partial<ApiKeyEntry>;
  readonly certificates?: readonly KeyCertificate[];
}

const verify = (jwt: string, { now = NOW, key: over, certificates = [signer.certificate] }: Given = {}) =>
  verifyOrgJwt(
    {
      clock: { now: () => now },
      keyCertificates: {
        find: (orgId, keyId) =>
          Promise.resolve(orgId === ORG && keyId === KEY_ID ? { key: { ...key, ...over }, certificates } : undefined),
      },
    },
    jwt,
  );

const seconds = (ms: number) => ms / 1_000;
const from = (claims: object, by: Signer = signer, alg?: string) => sign(by, { ...goodClaims(), ...claims }, alg);

describe('verifyOrgJwt', () => {
  it('returns the key that the JWT names, until it expires', async () => {
    expect(await verify(await from({ jti: 'a' }))).toEqual({ key, endsAt: NOW + 120_000 + CLOCK_SKEW_MS, id: 'a' });
  });

  it('accepts an audience in a list of one, and a JWT without an id', async () => {
    expect(await verify(await from({ aud: [AUDIENCE] }))).toMatchObject({ key, id: undefined });
  });

  it('limits the JWT by the end of its certificate and its key', async () => {
    const jwt = await from({});
    const certificates = [{ ...signer.certificate, endsAt: NOW + 5_000 }];
    expect(await verify(jwt, { certificates })).toMatchObject({ endsAt: NOW + 5_000 });
    expect(await verify(jwt, { key: { expiresAt: NOW + 3_000 } })).toMatchObject({ endsAt: NOW + 3_000 });
  });

  it('accepts clocks that differ by a minute, but not by more', async () => {
    const jwt = await from({});
    expect(await verify(jwt, { now: NOW - CLOCK_SKEW_MS })).toMatchObject({ key });
    expect(await verify(jwt, { now: NOW - CLOCK_SKEW_MS - 1_000 })).toBe('not_yet');
    expect(await verify(jwt, { now: NOW + 119_000 + CLOCK_SKEW_MS })).toMatchObject({ key });
    expect(await verify(jwt, { now: NOW + 120_000 + CLOCK_SKEW_MS })).toBe('expired');
  });

  it('accepts both certificates while they overlap, and then only the new one', async () => {
    const next = makeSigner('next');
    const certificates = [next.certificate, { ...signer.certificate, endsAt: NOW + 10_000 }];
    for (const by of [signer, next]) expect(await verify(await from({}, by), { certificates })).toMatchObject({ key });
    const late = { certificates, now: NOW + 10_000 };
    expect(await verify(await from({}, next), late)).toMatchObject({ key });
    expect(await verify(await from({}), late)).toBe('signature');
  });
});

describe('verifyOrgJwt rejects a JWT', () => {
  const hour = seconds(NOW) + 3_600;
  it.each([
    ['for another audience', { aud: 'https://other.example.com' }, 'audience'],
    ['for another audience as well', { aud: [AUDIENCE, 'https://other.example.com'] }, 'audience'],
    ['without an audience', { aud: undefined }, 'audience'],
    ['of another org', { iss: '00D000000000002EAA' }, 'unknown_client'],
    ['of no org', { iss: undefined }, 'malformed'],
    ['for an unknown key', { sub: 'key_other' }, 'unknown_client'],
    ['for no key', { sub: undefined }, 'malformed'],
    ['with a malformed issuer', { iss: '../../x' }, 'malformed'],
    ['without an expiry', { exp: undefined }, 'claims'],
    ['without a time of issue', { iat: undefined }, 'claims'],
    ['whose expiry is not a number', { exp: 'never' }, 'claims'],
    ['issued in the future', { iat: hour, nbf: hour, exp: hour + 60 }, 'not_yet'],
    ['not valid yet', { nbf: hour }, 'not_yet'],
    [
      'issued long ago, even if it has not expired',
      { iat: seconds(NOW - MAX_JWT_LIFETIME_MS) - 120, exp: hour },
      'expired',
    ],
    ['valid for too long', { exp: seconds(NOW + MAX_JWT_LIFETIME_MS) + 1 }, 'life_too_long'],
    ['with an empty id', { jti: '' }, 'claims'],
    ['with an overlong id', { jti: 'x'.repeat(257) }, 'claims'],
  ])('%s', async (_, claims, reason) => {
    expect(await verify(await from(claims))).toBe(reason);
  });

  it('signed by another key', async () => {
    expect(await verify(await from({}, makeSigner('stranger')))).toBe('signature');
  });

  it.each(['RS512', 'PS256'])('signed by %s, even if its header names another algorithm', async (alg) => {
    expect(await verify(await from({}, signer, alg))).toBe('algorithm');
  });

  it('not signed, or signed with the public key as a shared secret', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const unsigned = `${part({ alg: 'none' })}.${part(goodClaims())}.`;
    expect(await verify(unsigned)).toBe('algorithm');
    const signed = `${part({ alg: 'HS256' })}.${part(goodClaims())}`;
    const mac = createHmac('sha256', signer.certificate.publicKey).update(signed).digest('base64url');
    expect(await verify(`${signed}.${mac}`)).toBe('algorithm');
  });

  it('altered after it was signed', async () => {
    const [head, , signature] = (await from({})).split('.');
    const altered = Buffer.from(JSON.stringify({ ...goodClaims(), jti: 'mine' })).toString('base64url');
    expect(await verify(`${head}.${altered}.${signature}`)).toBe('signature');
  });

  it.each(['', 'a.b.c', 'eyJhbGciOiJSUzI1NiJ9..', 'llk_key'])('that is malformed: %j', async (text) => {
    expect(await verify(text)).toBe('malformed');
  });

  it('of a revoked or expired key', async () => {
    expect(await verify(await from({}), { key: { revokedAt: 1 } })).toBe('key_ended');
    expect(await verify(await from({}), { key: { expiresAt: NOW } })).toBe('key_ended');
  });

  it('without a certificate in force', async () => {
    const none = 'no_certificate_in_force';
    expect(await verify(await from({}), { certificates: [] })).toBe(none);
    const ended = { ...signer.certificate, endsAt: NOW };
    expect(await verify(await from({}), { certificates: [ended] })).toBe(none);
    const coming = { ...signer.certificate, startsAt: NOW + 1 };
    expect(await verify(await from({}), { certificates: [coming] })).toBe(none);
  });
});
