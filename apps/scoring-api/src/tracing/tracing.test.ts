import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openStorage } from '@leadlight/storage';
import { createApiKey } from '@leadlight/workflows';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testModel } from '../testing/test-model.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const ORG = '00D000000000001EAA';
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLERS_SPAN = '00f067aa0ba902b7';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly status: { readonly code?: number };
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
}
interface Export {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly Span[] }[] }[];
}

/** A collector that stores what it receives. */
class Collector {
  readonly bodies: string[] = [];
  readonly paths = new Set<string>();
  readonly #server: Server;

  constructor() {
    this.#server = createServer((req, res) => {
      let body = '';
      this.paths.add(req.url ?? '');
      req.setEncoding('utf8').on('data', (piece: string) => (body += piece));
      req.on('end', () => {
        this.bodies.push(body);
        res.setHeader('content-type', 'application/json').end('{}');
      });
    });
  }
  async listen(): Promise<string> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }
  get spans(): readonly Span[] {
    return this.bodies
      .flatMap((body) => (JSON.parse(body) as Export).resourceSpans)
      .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
  }
  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

describe('traces', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-traces-'));
  const collector = new Collector();
  let key: string;
  let endpoint: string;

  beforeAll(async () => {
    const storage = await openStorage({ folder });
    key = (await createApiKey({ ...storage, clock: { now: () => Date.now() } }, ORG, 'traced')).key;
    const { file, entry } = testModel(1);
    await storage.models.save(ORG, file, entry, true);
    await storage.close();
    endpoint = await collector.listen();
  });
  afterAll(() => {
    collector.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = async (env: NodeJS.ProcessEnv): Promise<{ child: ChildProcess; url: string }> => {
    const child = spawn(process.execPath, [MAIN, '--port', '0', '--folder', folder], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    return { child, url: (JSON.parse(line) as { listening: string }).listening };
  };
  const stop = async (child: ChildProcess): Promise<number | null> => {
    const closed = once(child, 'close');
    child.kill('SIGTERM');
    return ((await closed) as [number | null])[0];
  };
  const score = (url: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${url}/v1/scores?of=Wildgruber`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ leads: [{ leadId: '00Q000000000042EAA', fields: { LastName: 'Wildgruber' } }] }),
    });

  it('connect the caller’s span with the use case and each call of storage', async () => {
    const { child, url } = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: '0' });
    const traceparent = `00-${TRACE}-${CALLERS_SPAN}-01`;
    expect((await score(url, { traceparent, 'idempotency-key': 'traced-0001' })).status).toBe(200);
    expect((await score(url)).status).toBe(200);
    expect((await fetch(`${url}/v1/models`, { headers: { traceparent } })).status).toBe(401);
    expect(await stop(child)).toBe(0);

    expect([...collector.paths]).toEqual(['/v1/traces']);
    // No trace that begins here is kept: the share is 0.
    expect(new Set(collector.spans.map(({ traceId }) => traceId))).toEqual(new Set([TRACE]));
    const named = (name: string) => collector.spans.find((span) => span.name === name);
    const request = named('POST /v1/scores')!;
    expect(request.parentSpanId).toBe(CALLERS_SPAN);
    const useCase = named('use case.scoreLeadsOnce')!;
    expect(useCase.parentSpanId).toBe(request.spanId);
    for (const call of ['leadHistories.findHistories', 'idempotency.find', 'idempotency.store']) {
      expect(named(`storage ${call}`)?.parentSpanId, call).toBe(useCase.spanId);
    }
    expect(named('storage apiKeys.findByHash')?.parentSpanId).toBe(request.spanId);
    const attributes = Object.fromEntries(request.attributes.map((each) => [each.key, Object.values(each.value)[0]]));
    expect(attributes).toMatchObject({
      'http.request.method': 'POST',
      'http.route': '/v1/scores',
      'http.response.status_code': 200,
      'leadlight.org': ORG,
    });
    const rejected = collector.spans.filter(({ name }) => name.startsWith('GET '));
    expect(rejected).toHaveLength(1);
  });

  it('contain no person, lead or key', () => {
    expect(collector.bodies.length).toBeGreaterThan(0);
    for (const body of collector.bodies) expect(body).not.toMatch(/Wildgruber|00Q000000000042|traced-0001|llk_/);
  });

  it('do not delay requests while the collector is unavailable', async () => {
    const { child, url } = await start({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
      OTEL_TRACES_SAMPLER_ARG: '1',
    });
    expect((await score(url)).status).toBe(200);
    expect(await stop(child)).toBe(0);
  });

  it('are off unless a collector is named', async () => {
    const before = collector.bodies.length;
    const { child, url } = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: '' });
    expect((await score(url, { traceparent: `00-${TRACE}-${CALLERS_SPAN}-01` })).status).toBe(200);
    expect(await stop(child)).toBe(0);
    expect(collector.bodies.length).toBe(before);
  });
});
