import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestOrg, type TestOrg } from '../testing/index.ts';

let org: TestOrg;
const base = '/services/data/v62.0';
beforeAll(async () => {
  org = await startTestOrg({ leads: 20, faults: true });
});
afterAll(() => org.stop());

const answer = async (path: string, init?: RequestInit) => {
  const response = await org.call(path, init);
  const text = await response.text();
  const { status, headers } = response;
  return { status, headers, body: (text === '' ? undefined : JSON.parse(text)) as unknown };
};
const leadId = async (): Promise<string> =>
  (await org.connection.query<{ Id: string }>('SELECT Id FROM Lead WHERE IsConverted = false LIMIT 1')).records[0]
    ?.Id ?? '';

describe('REST request', () => {
  it.each([
    ['POST', '/query', 'HEAD,GET'],
    ['DELETE', '/limits', 'HEAD,GET'],
    ['PUT', '/sobjects/Lead', 'HEAD,GET,POST'],
    ['POST', '/sobjects/Lead/describe', 'HEAD,GET'],
    ['GET', '/jobs/ingest/750000000000000/batches', 'PUT'],
  ])('of a wrong method is refused: %s %s', async (method, path, allowed) => {
    const { status, body, headers } = await answer(base + path, { method });
    expect({ status, body }).toEqual({
      status: 405,
      body: [
        {
          errorCode: 'METHOD_NOT_ALLOWED',
          message: `HTTP Method '${method}' not allowed. Allowed are ${allowed}`,
        },
      ],
    });
    expect(headers.get('allow')).toBe(allowed);
    expect(headers.get('sforce-limit-info')).toMatch(/^api-usage=\d+\/100000$/);
  });

  it.each(['/nothing', '/sobjects/Nope', '/sobjects/Nope/describe', '/sobjects/Lead/x/y/z', '/jobs/nothing'])(
    'of what does not exist is refused: %s',
    async (path) => {
      const { status, body, headers } = await answer(base + path);
      expect({ status, body }).toEqual({
        status: 404,
        body: [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }],
      });
      expect(headers.get('sforce-limit-info')).toMatch(/^api-usage=/);
    },
  );

  it('is rejected for another content type and another accepted format', async () => {
    const headers = { 'content-type': 'application/xml' };
    const created = await answer(`${base}/sobjects/Lead`, { method: 'POST', headers, body: '<Lead/>' });
    expect(created).toMatchObject({ status: 415, body: [{ errorCode: 'UNSUPPORTED_MEDIA_TYPE' }] });
    const { body } = await answer(`${base}/jobs/ingest`, {
      method: 'POST',
      body: JSON.stringify({ object: 'Lead', operation: 'insert' }),
    });
    const batches = `${base}/jobs/ingest/${(body as { id: string }).id}/batches`;
    expect(await answer(batches, { method: 'PUT', body: '[]' })).toMatchObject({ status: 415 });
    expect(await answer(`${base}/limits`, { headers: { accept: 'application/xml' } })).toMatchObject({ status: 406 });
    const broken = await answer(`${base}/sobjects/Lead`, { method: 'POST', body: '{"LastName":' });
    expect(broken).toMatchObject({ status: 400, body: [{ errorCode: 'JSON_PARSER_ERROR' }] });
  });

  it('is rejected for a URI longer than the platform’s limit', async () => {
    const query = (length: number) =>
      answer(`${base}/query?q=${encodeURIComponent(`SELECT Id FROM Lead WHERE Name = '${'x'.repeat(length)}'`)}`);
    expect((await query(16_000)).status).toBe(200);
    expect(await query(17_000)).toMatchObject({ status: 414, body: [{ errorCode: 'URI_TOO_LONG' }] });
  });

  it('replaces the method of a POST by _HttpMethod', async () => {
    const path = `${base}/sobjects/Lead/${await leadId()}`;
    const post = (method: string, body?: object) =>
      answer(`${path}?_HttpMethod=${method}`, { method: 'POST', ...(body && { body: JSON.stringify(body) }) });
    expect((await post('PATCH', { Rating: 'Cold' })).status).toBe(204);
    expect((await answer(path)).body).toMatchObject({ Rating: 'Cold' });
  });
});

describe('If-Modified-Since', () => {
  it('gets 304 for an unchanged describe, list of objects or record', async () => {
    const paths = ['/sobjects', '/sobjects/Lead/describe', `/sobjects/Lead/${await leadId()}`];
    for (const path of paths) {
      const known = (await answer(base + path)).headers.get('last-modified') ?? '';
      expect((await answer(base + path, { headers: { 'if-modified-since': known } })).status).toBe(304);
      const before = new Date(Date.parse(known) - 60_000).toUTCString();
      expect((await answer(base + path, { headers: { 'if-modified-since': before } })).status).toBe(200);
    }
  });

  it('gets the new describe after a field was added', async () => {
    const path = `${base}/sobjects/Lead/describe`;
    const known = (await answer(path)).headers.get('last-modified') ?? '';
    await fetch(`${org.server.listening}/sandbox/fields`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ object: 'Lead', name: 'Fresh__c' }),
    });
    const { status, body } = await answer(path, { headers: { 'if-modified-since': known } });
    expect(status).toBe(200);
    expect((body as { fields: { name: string }[] }).fields.map(({ name }) => name)).toContain('Fresh__c');
  });
});

describe('REST body with a field of the path', () => {
  it('is rejected', async () => {
    const send = (method: string, path: string, body: object) =>
      answer(`${base}/sobjects/${path}`, { method, body: JSON.stringify(body) });
    const id = await leadId();
    expect(await send('PATCH', `Lead/${id}`, { id, Rating: 'Hot' })).toMatchObject({
      status: 400,
      body: [{ errorCode: 'INVALID_FIELD', message: 'The Id field should not be specified in the sobject data.' }],
    });
    expect(await send('POST', 'Lead', { Id: id, LastName: 'x', Company: 'y' })).toMatchObject({
      status: 400,
      body: [{ errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE', fields: ['Id'] }],
    });
    expect(await send('PATCH', 'Leadlight_Score_History__c/Key__c/a', { Key__c: 'a', Lead__c: id })).toMatchObject({
      status: 400,
      body: [{ errorCode: 'INVALID_FIELD' }],
    });
  });

  it('gets 404 for a record that does not exist, with every method', async () => {
    const path = `${base}/sobjects/Lead/00QLw00000zzzzzAAA`;
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      const init = method === 'PATCH' ? { method, body: '{"Rating":"Hot"}' } : { method };
      expect(await answer(path, init)).toMatchObject({
        status: 404,
        body: [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }],
      });
    }
    expect((await answer(`${base}/sobjects/Lead/nonsense`)).body).toEqual([
      {
        errorCode: 'NOT_FOUND',
        message: 'Provided external ID field does not exist or is not accessible: nonsense',
      },
    ]);
  });
});
