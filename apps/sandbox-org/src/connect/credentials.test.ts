import { describe, expect, it } from 'vitest';
import { useTestOrg } from '../testing/index.ts';

const org = useTestOrg({ leads: 20 });

const PATH = '/named-credentials/credential';
const principal = { externalCredential: 'Leadlight_API', principalName: 'Scoring', principalType: 'NamedPrincipal' };
const ofPrincipal = `${PATH}?${new URLSearchParams(principal).toString()}`;
const body = (credentials: object, more: object = {}) => ({
  ...principal,
  authenticationProtocol: 'Custom',
  credentials,
  ...more,
});

interface Credential {
  readonly authenticationStatus: string;
  readonly credentials: Record<string, { encrypted: boolean; revision: number; value: string | null }>;
}

describe('values of external credentials', () => {
  it('are created once, changed in part, replaced and deleted', async () => {
    const request = org.request.bind(org);
    expect((await request<Credential>('GET', ofPrincipal)).body.authenticationStatus).toBe('NotConfigured');
    expect((await request('PATCH', PATH, body({ ApiKey: { value: 'one', encrypted: true } }))).status).toBe(404);
    const created = await request('POST', PATH, body({ ApiKey: { value: 'one', encrypted: true } }));
    expect(created.status).toBe(201);
    expect((await request('POST', PATH, body({ ApiKey: { value: 'two', encrypted: true } }))).status).toBe(400);
    await request('PATCH', PATH, body({ Region: { value: 'eu', encrypted: false } }));
    expect((await request<Credential>('GET', ofPrincipal)).body).toMatchObject({
      authenticationStatus: 'Configured',
      credentials: { ApiKey: { encrypted: true, revision: 1, value: null }, Region: { value: 'eu' } },
    });
    await request('PUT', PATH, body({ ApiKey: { value: 'two', encrypted: true } }));
    const replaced = await request<Credential>('GET', ofPrincipal);
    expect(Object.keys(replaced.body.credentials)).toEqual(['ApiKey']);
    expect(replaced.body.credentials.ApiKey?.revision).toBe(2);
    expect((await request('DELETE', ofPrincipal)).status).toBe(204);
    expect((await request<Credential>('GET', ofPrincipal)).body.authenticationStatus).toBe('NotConfigured');
  });

  it.each([
    ['a principal that is not declared', { principalName: 'Nobody' }, 400],
    ['another protocol', { authenticationProtocol: 'OAuth' }, 400],
    ['an unknown external credential', { externalCredential: 'Other' }, 404],
    ['a value that is no text', { credentials: { ApiKey: { value: 1 } } }, 400],
    ['an unknown field', { secret: 'x' }, 400],
  ])('refuses %s', async (_what, more, status) => {
    expect((await org.request('POST', PATH, body({ ApiKey: { value: 'x' } }, more))).status).toBe(status);
  });
});

describe('named credentials', () => {
  interface Named {
    readonly calloutUrl: string;
    readonly externalCredentials: { developerName: string; principals: { principalName: string }[] }[];
  }
  const path = '/named-credentials/named-credential-setup/Leadlight_API';

  it('get another address and keep the rest', async () => {
    const { body: before } = await org.request<Named>('GET', path);
    expect(before.externalCredentials[0]?.principals.map(({ principalName }) => principalName)).toContain('Scoring');
    const changed = await org.request<Named>('PUT', path, { ...before, calloutUrl: 'https://scoring.example.com' });
    expect(changed.body).toEqual({ ...before, calloutUrl: 'https://scoring.example.com' });
    expect((await org.request('PUT', path, { ...before, calloutUrl: 'http://scoring.example.com' })).status).toBe(400);
    expect((await org.request('GET', `${path}_Other`)).status).toBe(404);
  });
});
