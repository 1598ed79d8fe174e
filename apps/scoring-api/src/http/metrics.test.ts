import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestService, type TestService } from '../testing/test-service.ts';
import { registerEventMetrics } from '../event-metrics.ts';
import { closeServer, listen } from '../server.ts';
import { registerQueueMetrics } from '../queue-metrics.ts';
import { registerWorkerMetrics } from '../worker-metrics.ts';
import { createMetricsServer, Metrics } from './metrics.ts';

const metrics = new Metrics('1.2.3');
let service: TestService;
registerEventMetrics(metrics.registry, { kindsByOrg: () => Promise.resolve([]) });
registerQueueMetrics(metrics.registry, {
  summary: () => Promise.resolve({ waiting: 0, running: 0, failed: 0, oldestWaitingAt: null, oldestWaitingMs: null }),
});
registerWorkerMetrics(metrics.registry, { list: () => Promise.resolve([]) }, () => Promise.resolve([]));
beforeAll(async () => {
  service = await startTestService({ metrics });
});
afterAll(() => service.close());

describe('Metrics', () => {
  it('count requests by route and status, never by path', async () => {
    await service.fetch('/v1/leads/00Q000000000042/scores');
    await service.fetch('/v1/nothing-here');
    const text = await (await fetch(`${service.url}/metrics`)).text();
    const line =
      'leadlight_http_request_duration_seconds_count{method="GET",route="/v1/leads/{leadId}/scores",status="200"} 1';
    expect(text).toContain(line);
    expect(text).not.toMatch(/00Q000000000042|nothing-here/);
    expect(text).toContain('leadlight_build_info{version="1.2.3"');
  });

  it('count scores by org, model and band, and problems by type', async () => {
    const response = {
      model: { id: 'm1' },
      scores: [{ band: 'A' }, { band: 'A' }, { band: 'D' }],
      problems: [{ type: '/problems/lead-not-found' }],
    };
    metrics.countScores('org-a', response);
    const text = await metrics.registry.metrics();
    expect(text).toContain('leadlight_scores_total{org="org-a",model="m1",band="A"} 2');
    expect(text).toContain('leadlight_lead_problems_total{org="org-a",type="/problems/lead-not-found"} 1');
  });

  it('have series of one model for each of a few orgs, however many orgs are scored', async () => {
    const many = new Metrics('1.2.3');
    const scored = (org: string, model: string) =>
      many.countScores(org, { model: { id: model }, scores: [{ band: 'A' }], problems: [{ type: '/p' }] });
    for (let org = 0; org < 10_000; org++) scored(`org-${org}`, `m-${org}`);
    scored('org-3', 'm-new');
    const text = await many.registry.metrics();
    const series = (name: string) => text.split('\n').filter((line) => line.startsWith(`${name}{`));
    expect(series('leadlight_scores_total')).toHaveLength(21);
    expect(series('leadlight_scores_total')).toContain(
      'leadlight_scores_total{org="other",model="other",band="A"} 9980',
    );
    expect(series('leadlight_scores_total').filter((line) => line.includes('"org-3"'))).toEqual([
      'leadlight_scores_total{org="org-3",model="m-new",band="A"} 1',
    ]);
    expect(series('leadlight_lead_problems_total')).toHaveLength(21);
  });

  it.each(['alerts.yml', 'grafana-dashboard.json'])('contain all metrics that %s uses', async (file) => {
    const text = readFileSync(new URL(`../../../../docs/operating/${file}`, import.meta.url), 'utf8');
    const used = new Set(text.match(/\b(?:leadlight|process|nodejs)_[a-z_]+[a-z]\b/g));
    const registered = new Set((await metrics.registry.getMetricsAsJSON()).map(({ name }) => name));
    expect(used.size).toBeGreaterThan(2);
    const unknown = [...used].filter(
      (name) => !registered.has(name) && !registered.has(name.replace(/_(?:bucket|count|sum)$/, '')),
    );
    expect(unknown).toEqual([]);
  });

  it('are hidden from requests through a proxy', async () => {
    const forwarded = await fetch(`${service.url}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.7' } });
    expect(forwarded.status).toBe(404);
  });

  it('have a port of their own for other machines, which serves nothing else', async () => {
    const server = createMetricsServer(metrics);
    const url = await listen(server, 0, '127.0.0.1');
    const forwarded = await fetch(`${url}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.7' } });
    expect(forwarded.headers.get('content-type')).toContain('text/plain');
    expect(await forwarded.text()).toContain('leadlight_build_info');
    for (const path of ['/', '/v1/models', '/healthz']) expect((await fetch(url + path)).status).toBe(404);
    expect((await fetch(`${url}/metrics`, { method: 'POST' })).status).toBe(404);
    await closeServer(server, 0);
  });

  it('count a request that its client aborted', async () => {
    const aborted = Promise.withResolvers<void>();
    const slow = await startTestService({
      metrics: new Metrics('1'),
      listModels: () => aborted.promise.then(() => ({ models: [] })),
    });
    const req = request(`${slow.url}/v1/models`, { headers: { authorization: 'Bearer llk_test-key' } });
    req.on('error', () => undefined).end();
    const underWay = async () =>
      /requests_in_progress (\d+)/.exec(await (await fetch(`${slow.url}/metrics`)).text())?.[1];
    await expect.poll(underWay).toBe('2');
    req.destroy();
    await expect.poll(underWay).toBe('1');
    aborted.resolve();
    await slow.close();
  });
});
