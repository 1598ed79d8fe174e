import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { openApiDocument, Problem } from '@leadlight/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeServer, createHttpServer, defaultLimits, listen } from './server.ts';
import { ServiceError } from './errors.ts';
import { ServiceState } from './service-state.ts';
import { startTestService, type TestService } from './testing/test-service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service.close());

const problemAt = async (path: string, init?: RequestInit) => {
  const response = await service.fetch(path, init);
  return { problem: Problem.parse(await response.json()), headers: response.headers };
};

/** Sends raw text and reads until the service closes the connection. */
function rawExchange(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let response = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => (response += chunk));
    socket.on('close', () => resolve(response));
    socket.on('error', reject);
  });
}

describe('createApp', () => {
  it.each(['/', '/v2/scores', '/V1/scores', '/v1/scores/', '/healthz/', '/problems/unknown', '/docs/../package.json'])(
    'answers 404 for %s',
    async (path) => {
      const { problem } = await problemAt(path);
      expect(problem).toMatchObject({ type: '/problems/route-not-found', status: 404 });
    },
  );

  it.each([
    ['/v1/scores', 'GET', 'POST'],
    ['/v1/models', 'DELETE', 'GET, HEAD'],
    ['/v1/leads/a/scores', 'POST', 'GET, HEAD'],
    ['/healthz', 'POST', 'GET, HEAD'],
    ['/openapi.json', 'PUT', 'GET, HEAD'],
    ['/docs', 'PATCH', 'GET, HEAD'],
  ])('answers 405 for %s with %s, and names the allowed methods', async (path, method, allow) => {
    const { problem, headers } = await problemAt(path, { method });
    expect(problem).toMatchObject({ type: '/problems/method-not-allowed', status: 405 });
    expect(headers.get('allow')).toBe(allow);
  });

  it('routes every operation of its OpenAPI document', async () => {
    for (const [path, item] of Object.entries(openApiDocument().paths ?? {})) {
      for (const method of Object.keys(item ?? {})) {
        const url = path.replace(/\{\w+\}/, 'a');
        const { status } = await service.fetch(url, { method: method.toUpperCase() });
        expect([404, 405], `${method} ${path}`).not.toContain(status);
      }
    }
  });

  it('uses a valid request id of the caller and creates one otherwise', async () => {
    const idOf = async (sent: string) =>
      (await service.fetch('/healthz', { headers: { 'x-request-id': sent } })).headers.get('x-request-id');
    expect(await idOf('apex-00D000000000001')).toBe('apex-00D000000000001');
    expect(await idOf('a b"}')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('logs the trace id of a request', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    await service.fetch('/healthz', { headers: { traceparent: `00-${trace}-00f067aa0ba902b7-01` } });
    await service.fetch('/healthz', { headers: { traceparent: 'Wildgruber' } });
    expect(service.logLines()).toContain(`"traceId":"${trace}"`);
    expect(service.logLines()).not.toContain('Wildgruber');
  });

  it('reports liveness and readiness without a key', async () => {
    expect(await (await fetch(`${service.url}/healthz`)).json()).toEqual({ status: 'ok', version: '0.0.0-test' });
    const ready = await fetch(`${service.url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready', checks: { storage: 'ok' } }]);
  });

  it('is not ready where storage does not respond', async () => {
    const broken = await startTestService({ state: new ServiceState(() => Promise.reject(new Error('down'))) });
    const response = await fetch(`${broken.url}/readyz`);
    expect([response.status, await response.json()]).toEqual([
      503,
      { status: 'unavailable', checks: { storage: 'failed' } },
    ]);
    await broken.close();
  });

  it('serves its OpenAPI document', async () => {
    expect(await (await fetch(`${service.url}/openapi.json`)).json()).toEqual(openApiDocument());
    expect(await (await fetch(`${service.url}/openapi-3.0.json`)).json()).toMatchObject({ openapi: '3.0.3' });
  });

  it('explains every problem type at its path', async () => {
    const response = await fetch(`${service.url}/problems/no-active-model`);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await response.text()).toContain('Train one with `leadlight train`');
  });

  it('serves its documentation with its own script only', async () => {
    const page = await fetch(`${service.url}/docs`);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    const html = await page.text();
    expect(html).not.toMatch(/https?:\/\//);
    const script = /<script type="module" src="([^"]+)">/.exec(html)?.[1];
    const loaded = await fetch(service.url + script);
    expect(loaded.headers.get('content-type')).toMatch(/javascript/);
    expect(await loaded.text()).toContain('rapi-doc');
  });

  it('sends the content security policy of the page with no other response', async () => {
    expect((await fetch(`${service.url}/healthz`)).headers.has('content-security-policy')).toBe(false);
  });

  it('logs requests by route and never by path', async () => {
    await service.fetch('/v1/leads/00Q000000000042/scores');
    expect(service.logLines()).toContain('/v1/leads/{leadId}/scores');
    expect(service.logLines()).not.toContain('00Q000000000042');
  });

  it.each([
    ['NONSENSE\r\n\r\n', 400, 'malformed-http'],
    [`GET /healthz HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'headers-too-large'],
    ['GET /healthz HTTP/1.1\r\n\r\n', 400, 'malformed-http'],
    ['GET /healthz HTTP/1.1\r\nHost: a\r\nExpect: x\r\n\r\n', 417, 'expectation-failed'],
    ['CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n', 405, 'method-not-allowed'],
  ])('answers malformed HTTP with problem details: status %2$d', async (text, status, code) => {
    const response = await rawExchange(service.port, text);
    expect(response).toContain(`HTTP/1.1 ${status} `);
    expect(Problem.parse(JSON.parse(response.split('\r\n\r\n')[1] ?? ''))).toMatchObject({ type: `/problems/${code}` });
  });

  it('answers HTTP/1.0 without a Host header', async () => {
    expect(await rawExchange(service.port, 'GET /healthz HTTP/1.0\r\n\r\n')).toContain(' 200 OK');
  });

  it('closes the connection after a 408, although the client keeps its side open', async () => {
    const impatient = await startTestService({}, { ...defaultLimits, requestTimeoutMs: 100, headersTimeoutMs: 100 });
    const socket = connect({ port: impatient.port, host: '127.0.0.1', allowHalfOpen: true });
    socket.write('POST /v1/scores HTTP/1.1\r\nHost: a\r\nContent-Le');
    const [theirs] = (await once(impatient.server, 'connection')) as [Socket];
    await once(theirs, 'close');
    expect(theirs.bytesWritten).toBeGreaterThan(0);
    socket.destroy();
    await impatient.close();
  });

  it('gives up on a slow request', async () => {
    const limits = { ...defaultLimits, requestTimeoutMs: 100, headersTimeoutMs: 100 };
    const impatient = await startTestService({}, limits);
    const response = await rawExchange(impatient.port, 'POST /v1/scores HTTP/1.1\r\nHost: a\r\nContent-Le');
    expect(response).toContain('HTTP/1.1 408 ');
    await impatient.close();
  });

  it('closes the connection of a client that does not read its responses', async () => {
    const impatient = await startTestService({}, { ...defaultLimits, stalledTimeoutMs: 200 });
    const script = (await (await fetch(`${impatient.url}/docs/rapidoc.js`)).arrayBuffer()).byteLength;
    const accepted = once(impatient.server, 'connection');
    const socket = connect(impatient.port, '127.0.0.1')
      .on('error', () => undefined)
      .pause();
    const [theirs] = (await accepted) as [Socket];
    // More than the buffers of the machine can store.
    socket.write('GET /docs/rapidoc.js HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(50));
    await once(theirs, 'close');
    expect(theirs.bytesWritten).toBeLessThan(50 * script);
    socket.destroy();
    await impatient.close();
  });

  it('sends the responses in progress when it stops, and closes the connection', async () => {
    const started = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const stopping = await startTestService({
      listModels: async () => {
        started.resolve();
        await finish.promise;
        return { models: [] };
      },
    });
    const response = stopping.fetch('/v1/models');
    await started.promise;
    stopping.state.stop();
    expect((await stopping.fetch('/readyz')).status).toBe(503);
    const closed = closeServer(stopping.server, 5_000);
    finish.resolve();
    expect(await (await response).json()).toEqual({ models: [] });
    expect(await closed).toBe(true);
    await expect(fetch(stopping.url)).rejects.toThrow();
  });

  it('reports a port that is in use, with the remedy', async () => {
    const second = createHttpServer(() => undefined);
    const failure = listen(second, service.port, '127.0.0.1');
    await expect(failure).rejects.toThrow(ServiceError);
    await expect(failure).rejects.toThrow(/port \d+: another process uses it\. .*--port/);
  });
});
