import { describe, expect, it } from 'vitest';
import { useTestOrg } from '../testing/index.ts';

const org = useTestOrg({ leads: 20, faults: true });

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
  ])('is rejected for a wrong method: %s %s', async (method, path, allowed) => {
    const { status, body, headers } = await org.request(method, path);
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
    'is rejected for a resource that does not exist: %s',
    async (path) => {
      const { status, body, headers } = await org.request('GET', path);
      expect({ status, body }).toEqual({
        status: 404,
        body: [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }],
      });
      expect(headers.get('sforce-limit-info')).toMatch(/^api-usage=/);
    },
  );

  it('is rejected for another content type and another accepted format', async () => {
    const headers = { 'content-type': 'application/xml' };
    const created = await org.request('POST', '/sobjects/Lead', '<Lead/>', headers);
    expect(created).toMatchObject({ status: 415, body: [{ errorCode: 'UNSUPPORTED_MEDIA_TYPE' }] });
    const { body } = await org.request<{ id: string }>('POST', '/jobs/ingest', { object: 'Lead', operation: 'insert' });
    expect(await org.request('PUT', `/jobs/ingest/${body.id}/batches`, [])).toMatchObject({ status: 415 });
    expect(await org.request('GET', '/limits', undefined, { accept: 'application/xml' })).toMatchObject({
      status: 406,
    });
    const broken = await org.call('/sobjects/Lead', { method: 'POST', body: '{"LastName":' });
    expect(broken.status).toBe(400);
    expect(await broken.json()).toMatchObject([{ errorCode: 'JSON_PARSER_ERROR' }]);
  });

  it('is rejected for a URI longer than the platform’s limit', async () => {
    const query = (length: number) =>
      org.request('GET', `/query?q=${encodeURIComponent(`SELECT Id FROM Lead WHERE Name = '${'x'.repeat(length)}'`)}`);
    expect((await query(16_000)).status).toBe(200);
    expect(await query(17_000)).toMatchObject({ status: 414, body: [{ errorCode: 'URI_TOO_LONG' }] });
  });

  it('replaces the method of a POST by _HttpMethod', async () => {
    const path = `/sobjects/Lead/${await leadId()}`;
    const post = (method: string, body?: object) => org.request('POST', `${path}?_HttpMethod=${method}`, body);
    expect((await post('PATCH', { Rating: 'Cold' })).status).toBe(204);
    expect((await org.request('GET', path)).body).toMatchObject({ Rating: 'Cold' });
  });
});

describe('If-Modified-Since', () => {
  it('gets 304 for an unchanged describe, list of objects or record', async () => {
    const paths = ['/sobjects', '/sobjects/Lead/describe', `/sobjects/Lead/${await leadId()}`];
    for (const path of paths) {
      const lastModified = (await org.request('GET', path)).headers.get('last-modified') ?? '';
      expect((await org.request('GET', path, undefined, { 'if-modified-since': lastModified })).status).toBe(304);
      const before = new Date(Date.parse(lastModified) - 60_000).toUTCString();
      expect((await org.request('GET', path, undefined, { 'if-modified-since': before })).status).toBe(200);
    }
  });

  it('gets the new describe after a field was added', async () => {
    const path = `/sobjects/Lead/describe`;
    const lastModified = (await org.request('GET', path)).headers.get('last-modified') ?? '';
    await org.sandbox('POST', '/fields', { object: 'Lead', name: 'Fresh__c' });
    const { status, body } = await org.request('GET', path, undefined, { 'if-modified-since': lastModified });
    expect(status).toBe(200);
    expect((body as { fields: { name: string }[] }).fields.map(({ name }) => name)).toContain('Fresh__c');
  });
});

describe('REST body with a field of the path', () => {
  it('is rejected', async () => {
    const send = (method: string, path: string, body: object) => org.request(method, `/sobjects/${path}`, body);
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
    const path = `/sobjects/Lead/00QLw00000zzzzzAAA`;
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      expect(await org.request(method, path, method === 'PATCH' ? { Rating: 'Hot' } : undefined)).toMatchObject({
        status: 404,
        body: [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }],
      });
    }
    expect((await org.request('GET', '/sobjects/Lead/nonsense')).body).toEqual([
      {
        errorCode: 'NOT_FOUND',
        message: 'Provided external ID field does not exist or is not accessible: nonsense',
      },
    ]);
  });
});
