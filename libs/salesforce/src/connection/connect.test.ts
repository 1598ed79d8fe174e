import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { SalesforceError } from '../errors.ts';
import {
  CLIENT_SECRET,
  recordedTiming,
  errorResponse,
  startFixtureOrg,
  type FixtureOrg,
  type FixtureHandler,
} from '../testing/fixture-org.ts';
import { connectSalesforce } from './connect.ts';

let org: FixtureOrg | undefined;
afterEach(() => org?.close());

async function started(handler: FixtureHandler): Promise<FixtureOrg> {
  org = await startFixtureOrg(handler);
  return org;
}

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof SalesforceError)) throw new Error(`A SalesforceError was expected, not ${inspect(error)}`);
  return error.code;
};

const onLimits =
  (respondTo: FixtureHandler): FixtureHandler =>
  (request) =>
    request.path === '/limits' ? respondTo(request) : undefined;

const limits = { method: 'GET', path: '/limits' } as const;

describe('connectSalesforce signing in', () => {
  it('sends client credentials as a form and learns org, user and instance', async () => {
    const { connect, requests, url } = await started(() => undefined);
    const connection = await connect();
    expect(connection).toMatchObject({ orgId: '00D000000000001EAA', userId: '005000000000001AAA', instanceUrl: url });
    expect(requests[0]?.headers['content-type']).toMatch('application/x-www-form-urlencoded');
    expect(Object.fromEntries(new URLSearchParams(requests[0]?.body))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'the-client',
      client_secret: CLIENT_SECRET,
    });
  });

  it('extends an org id of 15 characters to 18', async () => {
    const { connect } = await started(({ path }) =>
      path === '/services/oauth2/token'
        ? { body: { access_token: 't', instance_url: org!.url, id: 'https://x/id/00D5g000004Bbbb/005000000000001' } }
        : undefined,
    );
    expect((await connect()).orgId).toBe('00D5g000004BbbbEAC');
  });

  it('reports rejected credentials without the secret, even where the server quotes it', async () => {
    const { connect } = await started(() => ({
      status: 400,
      body: { error: 'invalid_client', error_description: `bad secret ${CLIENT_SECRET}` },
    }));
    const error = await connect().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'credentials_rejected', facts: { errorCode: 'invalid_client' } });
    expect(inspect(error, { depth: 9 })).not.toContain(CLIENT_SECRET);
    expect(String(error)).toMatch(/External Client App/);
  });

  it('shows neither secret nor session when the connection is printed', async () => {
    const connection = await (await started(() => undefined)).connect();
    const printed = inspect(connection, { depth: 9, showHidden: true });
    expect(printed).not.toContain(CLIENT_SECRET);
    expect(printed).not.toContain('token-1');
  });

  it('retries a busy token endpoint up to three attempts', async () => {
    const { connect, requests } = await started(() => ({ status: 503, body: 'busy' }));
    expect(await codeOf(connect())).toBe('org_unavailable');
    expect(requests).toHaveLength(3);
  });

  it('rejects an HTML page instead of a token', async () => {
    const { connect } = await started(() => ({ body: '<html>maintenance</html>' }));
    expect(await codeOf(connect())).toBe('response_unreadable');
  });

  it('does not follow a redirect, which would send the secret elsewhere', async () => {
    const { connect, requests } = await started(() => ({ status: 302, headers: { location: 'http://127.0.0.1:9/' } }));
    expect(await codeOf(connect())).toBe('redirected');
    expect(requests).toHaveLength(1);
  });

  it.each(['http://example.com', 'ftp://127.0.0.1', 'not an address', 'http://127.0.0.1.example.com'])(
    'rejects insecure or malformed addresses beyond this machine: %s',
    async (loginUrl) => {
      expect(await codeOf(connectSalesforce({ loginUrl, clientId: 'c', clientSecret: 's' }))).toBe('insecure_url');
    },
  );

  it('rejects an insecure instance URL from the token response', async () => {
    const { connect } = await started(() => ({
      body: {
        access_token: 't',
        instance_url: 'http://example.com',
        id: 'https://x/id/00D000000000001EAA/005000000000001AAA',
      },
    }));
    expect(await codeOf(connect())).toBe('insecure_url');
  });

  it('names an unreachable host', async () => {
    const { url, close, connect } = await started(() => undefined);
    await close();
    const error = await connect().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'unreachable', facts: { host: new URL(url).host, reason: 'ECONNREFUSED' } });
  });

  it('times out when the server never responds', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
    const loginUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const connecting = connectSalesforce({
      loginUrl,
      clientId: 'c',
      clientSecret: 's',
      timeoutMs: 20,
      timing: recordedTiming(),
    });
    expect(await codeOf(connecting)).toBe('request_timeout');
    silent.closeAllConnections();
    silent.close();
  });
});

describe('SalesforceConnection.request', () => {
  it('sends version, session, client name and user agent', async () => {
    const { connect, requests } = await started(onLimits(() => ({ body: {} })));
    await (await connect({ apiVersion: '67.0' })).json(limits);
    expect(requests.at(-1)?.headers).toMatchObject({
      authorization: 'Bearer token-1',
      'sforce-call-options': 'client=leadlight',
      'user-agent': expect.stringContaining('leadlight'),
    });
  });

  it('uses API version 68.0 unless set', async () => {
    const { connect } = await started(() => undefined);
    expect((await connect()).apiVersion).toBe('68.0');
  });

  it('reads the API usage from Sforce-Limit-Info', async () => {
    const { connect } = await started(
      onLimits(() => ({ body: {}, headers: { 'Sforce-Limit-Info': 'api-usage=17/15000' } })),
    );
    const connection = await connect();
    expect(connection.apiUsage()).toBeUndefined();
    await connection.json(limits);
    expect(connection.apiUsage()).toEqual({ used: 17, limit: 15_000 });
  });

  it('renews an expired session and repeats the request', async () => {
    const { connect, requests } = await started(
      onLimits(({ headers }) =>
        headers.authorization === 'Bearer token-2' ? { body: { ok: true } } : errorResponse(401, 'INVALID_SESSION_ID'),
      ),
    );
    const connection = await connect();
    expect(await connection.json(limits)).toEqual({ ok: true });
    expect(requests.filter(({ path }) => path === '/services/oauth2/token')).toHaveLength(2);
  });

  it('renews a rejected session only once', async () => {
    const { connect, requests } = await started(
      onLimits(() => errorResponse(401, 'INVALID_SESSION_ID', 'Session expired or invalid')),
    );
    const connection = await connect();
    expect(await codeOf(connection.json(limits))).toBe('session_rejected');
    expect(requests.filter(({ path }) => path === '/limits')).toHaveLength(2);
    expect(requests.filter(({ path }) => path === '/services/oauth2/token')).toHaveLength(2);
  });

  it('renews an expired session once for concurrent requests', async () => {
    const { connect, requests } = await started(
      onLimits(({ headers }) =>
        headers.authorization === 'Bearer token-2' ? { body: {} } : errorResponse(401, 'INVALID_SESSION_ID'),
      ),
    );
    const connection = await connect();
    await Promise.all(Array.from({ length: 8 }, () => connection.json(limits)));
    expect(requests.filter(({ path }) => path === '/services/oauth2/token')).toHaveLength(2);
  });

  it('reports credentials that were revoked since the sign-in', async () => {
    let signIns = 0;
    const { connect } = await started(({ path }) => {
      if (path === '/limits') return errorResponse(401, 'INVALID_SESSION_ID');
      return (signIns += 1) > 1 ? { status: 400, body: { error: 'invalid_client' } } : undefined;
    });
    expect(await codeOf((await connect()).json(limits))).toBe('credentials_rejected');
  });

  it.each([429, 500, 502, 503, 504])(
    'repeats a repeatable request after status %i, with growing delays',
    async (status) => {
      let calls = 0;
      const { connect } = await started(
        onLimits(() => ((calls += 1) < 3 ? { status, body: 'busy' } : { body: { calls } })),
      );
      const timing = recordedTiming();
      expect(await (await connect({ timing })).json(limits)).toEqual({ calls: 3 });
      expect(timing.waits[1]).toBeGreaterThan(timing.waits[0]!);
    },
  );

  it('gives up after five attempts', async () => {
    const { connect, requests } = await started(onLimits(() => errorResponse(503, 'SERVER_UNAVAILABLE')));
    expect(await codeOf((await connect()).json(limits))).toBe('org_unavailable');
    expect(requests.filter(({ path }) => path === '/limits')).toHaveLength(5);
  });

  it('waits as long as Retry-After says', async () => {
    let calls = 0;
    const busy = { status: 429, headers: { 'retry-after': '7' }, body: '' };
    const { connect } = await started(onLimits(() => ((calls += 1) < 2 ? busy : { body: {} })));
    const timing = recordedTiming();
    await (await connect({ timing })).json(limits);
    expect(timing.waits).toEqual([7_000]);
  });

  it('sends a POST once unless it is repeatable', async () => {
    const { connect, requests } = await started(({ path }) =>
      path === '/jobs/query' ? { status: 503, body: '' } : undefined,
    );
    const connection = await connect();
    const post = { method: 'POST', path: '/jobs/query', body: {} } as const;
    expect(await codeOf(connection.json(post))).toBe('org_unavailable');
    expect(requests.filter(({ method }) => method === 'POST')).toHaveLength(2);
    expect(await codeOf(connection.json({ ...post, repeatable: true }))).toBe('org_unavailable');
    expect(requests.filter(({ method }) => method === 'POST')).toHaveLength(2 + 5);
  });

  it('does not repeat a request when the API limit is used up', async () => {
    const { connect, requests } = await started(onLimits(() => errorResponse(403, 'REQUEST_LIMIT_EXCEEDED')));
    expect(await codeOf((await connect()).json(limits))).toBe('api_limit_exceeded');
    expect(requests.filter(({ path }) => path === '/limits')).toHaveLength(1);
  });

  it('repeats a request after a connection was cut in the middle of a response', async () => {
    let calls = 0;
    const body = { text: 'x'.repeat(100_000) };
    const { connect } = await started(onLimits(() => ({ body, cut: (calls += 1) < 3 })));
    expect(await (await connect()).json(limits)).toEqual(body);
  });

  it('names a missing field', async () => {
    const words = "No such column 'Gone__c' on entity 'Lead'.";
    const { connect } = await started(onLimits(() => errorResponse(400, 'INVALID_FIELD', words)));
    await expect((await connect()).json(limits)).rejects.toMatchObject({
      code: 'field_missing',
      facts: { field: 'Gone__c' },
    });
  });

  it('reads the org’s clock from its responses', async () => {
    const { connect } = await started(
      onLimits(() => ({ body: {}, headers: { date: 'Sun, 22 Nov 2026 10:00:00 GMT' } })),
    );
    const connection = await connect({ now: () => Date.parse('2026-11-22T10:05:00Z') });
    await connection.json(limits);
    expect(connection.serverTime()).toBe(Date.parse('2026-11-22T10:00:00Z'));
    expect(connection.clockSkewMs()).toBe(300_000);
  });
});
