import { describe, expect, it } from 'vitest';
import { useTestOrg } from '../testing/index.ts';

const org = useTestOrg({ leads: 5 });

describe('identity URL and userinfo', () => {
  it('needs a valid token', async () => {
    const { clientId, clientSecret, orgId, listening } = org.server;
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
    const { access_token: token, id } = (await (await org.postToken(form)).json()) as Record<string, string>;
    const get = async (url: string, authorization?: string) => {
      const response = await fetch(url, { headers: authorization === undefined ? {} : { authorization } });
      return { status: response.status, text: await response.text() };
    };
    const identity = await get(id as string, `Bearer ${token}`);
    expect(JSON.parse(identity.text)).toMatchObject({
      organization_id: orgId,
      display_name: 'Integration User',
      active: true,
    });
    expect(await get(id as string)).toEqual({ status: 403, text: 'Missing_OAuth_Token' });
    expect(await get(id as string, 'Bearer x')).toEqual({ status: 403, text: 'Bad_OAuth_Token' });
    expect(await get(`${listening}/id/${orgId}/005000000000000AAA`, `Bearer ${token}`)).toMatchObject({ status: 404 });
    expect(await get(`${listening}/services/oauth2/userinfo`, 'Bearer x')).toEqual({
      status: 403,
      text: 'Bad_OAuth_Token',
    });
  });

  it('is rejected after the token was revoked', async () => {
    const { clientId, clientSecret, listening } = org.server;
    const client = { client_id: clientId, client_secret: clientSecret };
    const { access_token: token } = (await (
      await org.postToken({ grant_type: 'client_credentials', ...client })
    ).json()) as Record<string, string>;
    const post = async (path: string, body: Record<string, string>) => {
      const response = await fetch(`${listening}/services/oauth2/${path}`, {
        method: 'POST',
        body: new URLSearchParams(body),
      });
      const text = await response.text();
      return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as unknown };
    };
    const introspect = () => post('introspect', { token: token as string, ...client });
    expect(await introspect()).toMatchObject({ status: 200, body: { active: true, client_id: clientId } });
    expect(await post('revoke', { token: token as string })).toEqual({ status: 200, body: undefined });
    expect(await introspect()).toEqual({ status: 200, body: { active: false } });
    expect(await post('revoke', { token: token as string })).toMatchObject({
      status: 400,
      body: { error: 'invalid_token' },
    });
    expect(await post('introspect', { token: token as string })).toMatchObject({ status: 400 });
  });
});
