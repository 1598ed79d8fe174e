import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTestOrg } from '../testing/index.ts';

const org = useTestOrg({ leads: 20 });
const longAgo = 'Wed, 01 Jan 2020 00:00:00 GMT';
const farAhead = 'Fri, 01 Jan 2100 00:00:00 GMT';

/** A response as it comes over the connection: `fetch` would decompress it. */
const raw = (path: string, headers: Readonly<Record<string, string>> = {}) =>
  new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: Buffer }>((resolve, reject) => {
    const url = `${org.server.listening}/services/data/v62.0${path}`;
    request(url, { headers: { authorization: `Bearer ${org.accessToken}`, ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    })
      .on('error', reject)
      .end();
  });

const create = async (object: string, fields: object): Promise<string> =>
  (await org.request<{ id: string }>('POST', `/sobjects/${object}`, fields)).body.id;

describe('compressed response', () => {
  const gzip = { 'accept-encoding': 'gzip, deflate' };

  it('is sent to clients that accept gzip only', async () => {
    const plain = await raw('/sobjects/Lead/describe');
    const compressed = await raw('/sobjects/Lead/describe', gzip);
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(compressed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
    expect(compressed.body.length).toBeLessThan(plain.body.length / 2);
    expect(gunzipSync(compressed.body)).toEqual(plain.body);
    expect((await raw('/sobjects/Lead/describe', { 'accept-encoding': 'gzip;q=0' })).headers).not.toHaveProperty(
      'content-encoding',
    );
  });

  it('contains an error, and the rows of a bulk job', async () => {
    const missing = await raw('/sobjects/Nothing__c/describe', gzip);
    expect(missing.status).toBe(404);
    expect(JSON.parse(gunzipSync(missing.body).toString())).toMatchObject([{ errorCode: 'NOT_FOUND' }]);
    const query = { operation: 'query', query: 'SELECT Id FROM Lead' };
    const { id } = (await org.request<{ id: string }>('POST', '/jobs/query', query)).body;
    const state = async () => (await org.request<{ state: string }>('GET', `/jobs/query/${id}`)).body.state;
    await expect.poll(state, { timeout: 60_000, interval: 10 }).toBe('JobComplete');
    const compressed = await raw(`/jobs/query/${id}/results`, gzip);
    expect(compressed.headers).toMatchObject({ 'content-encoding': 'gzip', 'sforce-locator': 'null' });
    expect(gunzipSync(compressed.body)).toEqual((await raw(`/jobs/query/${id}/results`)).body);
  });
});

describe('ETag of an account', () => {
  let path: string;
  beforeAll(async () => {
    path = `/sobjects/Account/${await create('Account', { Name: 'Acme' })}`;
  });

  it('ends in -gzip when the response is compressed, and means the same content', async () => {
    const plain = String((await raw(path)).headers.etag);
    const compressed = String((await raw(path, { 'accept-encoding': 'gzip' })).headers.etag);
    expect(plain).toMatch(/^"[\w+/]+="$/);
    expect(compressed).toBe(plain.replace(/"$/, '-gzip"'));
    expect((await raw(path, { 'if-none-match': `"x", ${compressed}` })).status).toBe(304);
    expect((await raw(path, { 'if-none-match': '"x"' })).status).toBe(200);
  });

  it('guards a write by If-Match', async () => {
    const before = { 'if-match': String((await raw(path, { 'accept-encoding': 'gzip' })).headers.etag) };
    expect((await org.request('PATCH', path, { Name: 'Acme One' }, before)).status).toBe(204);
    expect(await org.request('PATCH', path, { Name: 'Acme Two' }, before)).toMatchObject({
      status: 412,
      body: [{ errorCode: 'PRECONDITION_FAILED' }],
    });
  });

  it('is not sent for other objects', async () => {
    expect(
      (await raw(`/sobjects/Lead/${await create('Lead', { LastName: 'Doe', Company: 'A' })}`)).headers,
    ).not.toHaveProperty('etag');
  });
});

describe('If-Unmodified-Since', () => {
  it('lets a write pass only if the record has not changed since', async () => {
    const path = `/sobjects/Lead/${await create('Lead', { LastName: 'Doe', Company: 'Acme' })}`;
    const patch = (Title: string, since: string) =>
      org.request('PATCH', path, { Title }, { 'if-unmodified-since': since });
    expect(await patch('Late', longAgo)).toMatchObject({ status: 412, body: [{ errorCode: 'PRECONDITION_FAILED' }] });
    expect((await org.request('GET', path)).body).toMatchObject({ Title: null });
    expect((await patch('In time', farAhead)).status).toBe(204);
    expect((await patch('Never', 'yesterday')).status).toBe(400);
    expect((await org.request('GET', path)).body).toMatchObject({ Title: 'In time' });
    expect((await raw(path, { 'if-unmodified-since': longAgo })).status).toBe(412);
    const modifiedAt = String((await raw(path)).headers['last-modified']);
    expect((await patch('The same second', modifiedAt)).status).toBe(204);
  });
});
