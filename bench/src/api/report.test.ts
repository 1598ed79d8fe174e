import { describe, expect, it } from 'vitest';
import { cpuMs } from '../shared/process-usage.ts';
import { formatReport } from './report.ts';
import type { Result } from './result.ts';

const figures = (requestsPerSecond: number, failures = 0) => ({
  requestsPerSecond,
  medianMs: 1.234,
  p99Ms: 12.34,
  cpuMsPerRequest: { server: 0.5 },
  failures,
});
const result = (name: string, alone: number, busy: number, failures = 0): Result => ({
  name,
  alone: figures(alone),
  busy: figures(busy, failures),
  half: figures(busy / 2),
  many: figures(10),
  memoryBytes: 150 * 2 ** 20,
});
const conditions = {
  rounds: 5,
  seconds: 5,
  storage: 'PostgreSQL',
  missing: ['two processes behind nginx: apt-get install nginx-light'],
};

describe('formatReport', () => {
  const report = formatReport(
    [
      result('Leadlight, scores only', 1_400, 5_200),
      result('Leadlight, with five reasons', 900, 2_000),
      result('Express, a constant', 4_000, 6_500),
      result('Flask, joblib and scikit-learn', 100, 60),
      result('the same under gunicorn, 2 workers', 90, 320, 3),
    ],
    conditions,
  );

  it('shows each figure with its target', () => {
    expect(report).toContain('against Flask | 14 × | 12 × | 20 × |');
    expect(report).toContain('against gunicorn with 2 workers | 16.3 × | 15 × | 25 × |');
    expect(report).toContain('against gunicorn without them | 6.25 × | 5 × | 12 × |');
    expect(report).toContain('against bare Express answering a constant | 0.8 × | 0.6 × | 0.9 × |');
    expect(report).toContain('leads a second | 2,000 | 20,000 | 50,000 |');
    expect(report).toContain('of the maximum rate | 12.3 ms, with reasons 12.3 ms | 25 ms | 5 ms |');
    expect(report).toContain('process of its own | 150 MB, with reasons 150 MB | 250 MB | 150 MB |');
  });

  it('shows how two processes share their work', () => {
    const pair = {
      ...result('two processes behind nginx, five reasons', 900, 3_000),
      busy: { ...figures(3_000), cpuMsPerRequest: { 'process 1': 0.25, 'process 2': 0.2, nginx: 0.05 } },
    };
    const both = formatReport([result('Leadlight, with five reasons', 900, 2_000), pair], conditions);
    expect(both).toContain('with reasons, against one | 1.5 × |');
    expect(both).toContain('process 1 0.25 ms, process 2 0.2 ms, nginx 0.05 ms');
    expect(both).toMatch(/five reasons \| .* \| 0\.5 \| 150 MB \|/);
  });

  it('counts leads, not requests, where a request has 200', () => {
    expect(report).toMatch(/Leadlight, scores only \| 1,400 · 1\.23 ms · 12\.3 ms .* \| 2,000 \| 0\.5 \| 150 MB \|/);
  });

  it('lists failed requests and missing peers with how to install them, and omits their ratios', () => {
    expect(report).toContain('Not measured: two processes behind nginx: apt-get install nginx-light.');
    expect(report).toContain('Failed requests: the same under gunicorn, 2 workers 3.');
    expect(formatReport([result('Leadlight, scores only', 1, 1)], conditions)).toContain('against Flask | – |');
  });
});

describe('cpuMs', () => {
  it('grows with the work of the process', () => {
    const before = cpuMs(process.pid);
    const until = performance.now() + 200;
    let sum = 0;
    while (performance.now() < until) sum += Math.sqrt(sum + 1);
    expect(cpuMs(process.pid) - before).toBeGreaterThan(10);
    expect(sum).toBeGreaterThan(0);
  });

  it('is 0 where there is no such process', () => {
    expect(cpuMs(2 ** 30)).toBe(0);
  });
});
