import { describe, expect, it } from 'vitest';
import { hashApiKey } from './api-keys.ts';
import type { AccessToken, ApiKeyEntry } from '../../ports/index.ts';
import { issueAccessToken, TOKEN_LIFETIME_MS } from './access-tokens.ts';

const NOW = 1_000_000;
const key: ApiKeyEntry = {
  id: 'key_1',
  orgId: 'org',
  name: 'test',
  scopes: ['score', 'read'],
  createdAt: 0,
  expiresAt: null,
  revokedAt: null,
  replaces: null,
  provedAt: null,
  objects: ['Lead'],
};

function ports(entry: ApiKeyEntry = key) {
  const proved: string[] = [];
  const added: { readonly token: AccessToken; readonly hash: string }[] = [];
  return {
    added,
    proved,
    proveKey: ({ id }: ApiKeyEntry) => {
      proved.push(id);
      return Promise.resolve();
    },
    clock: { now: () => NOW },
    apiKeys: {
      findByHash: (hash: string) => Promise.resolve(hash === hashApiKey('llk_secret') ? entry : undefined),
    },
    accessTokens: {
      add: (token: AccessToken, hash: string) => {
        added.push({ token, hash });
        return Promise.resolve();
      },
    },
  };
}

describe('issueAccessToken', () => {
  it('stores only a hash, with the key’s org and scopes, for half an hour', async () => {
    const given = ports();
    const issued = await issueAccessToken(given, 'key_1', 'llk_secret', undefined);
    if (typeof issued === 'string') throw new Error(issued);
    const token = { orgId: 'org', keyId: 'key_1', scopes: ['score', 'read'], expiresAt: NOW + TOKEN_LIFETIME_MS };
    expect(given.added).toEqual([{ token, hash: hashApiKey(issued.accessToken) }]);
    expect(JSON.stringify(given.added)).not.toContain(issued.accessToken);
  });

  it('proves a key that replaces another, with its first use only', async () => {
    for (const [entry, proved] of [
      [{ ...key, replaces: 'key_0' }, ['key_1']],
      [{ ...key, replaces: 'key_0', provedAt: 1 }, []],
      [key, []],
    ] as const) {
      const given = ports(entry);
      await issueAccessToken(given, 'key_1', 'llk_secret', undefined);
      expect(given.proved).toEqual(proved);
    }
  });

  it('issues no token that outlives its key', async () => {
    const issued = await issueAccessToken(ports({ ...key, expiresAt: NOW + 5_000 }), 'key_1', 'llk_secret', ['read']);
    expect(issued).toMatchObject({ expiresInMs: 5_000, scopes: ['read'] });
  });

  it.each([
    ['a wrong secret', key, 'key_1', 'wrong'],
    ['another key’s id', key, 'key_2', 'llk_secret'],
    ['a revoked key', { ...key, revokedAt: 1 }, 'key_1', 'llk_secret'],
    ['an expired key', { ...key, expiresAt: NOW }, 'key_1', 'llk_secret'],
  ])('denies a token for %s', async (_case, entry, id, secret) => {
    const given = ports(entry);
    expect(await issueAccessToken(given, id, secret, undefined)).toBe('invalid_client');
    expect(given.added).toEqual([]);
  });

  it('denies scopes that the key does not have', async () => {
    expect(await issueAccessToken(ports(), 'key_1', 'llk_secret', ['admin'])).toBe('invalid_scope');
  });
});
