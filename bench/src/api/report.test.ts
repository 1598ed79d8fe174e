import { describe, expect, it } from 'vitest';
import { cpuMs } from './process-cpu.ts';
import { reportOf, type Result } from './report.ts';

const figures = (requestsPerSecond: number, failures = 0) => ({
  requestsPerSecond,
  medianMs: 1.234,
  p99Ms: 12.34,
  cpuMsPerRequest: 0.5,
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
const conditions = { rounds: 5, seconds: 5, storage: 'PostgreSQL' };

describe('the report', () => {
  const report = reportOf(
    [
      result('Leadlight, scores only', 1_400, 5_200),
      result('Leadlight, with five reasons', 900, 2_000),
      result('Express, a constant', 4_000, 6_500),
      result('Flask, joblib and scikit-learn', 100, 60),
      result('the same under gunicorn, 2 workers', 90, 320, 3),
    ],
    conditions,
  );

  it('sets each ratio beside what is aimed at', () => {
    expect(report).toContain('| one lead, scores only, 1 connection, against Flask | 14 × | 12 × | 20 × |');
    expect(report).toContain('| scores only, 16 connections, against gunicorn | 16.3 × | 15 × | 25 × |');
    expect(report).toContain('| with reasons, 16 connections, against gunicorn without | 6.25 × | 5 × | 12 × |');
    expect(report).toContain('| scores only, 16 connections, against bare Express | 0.8 × | 0.6 × | 0.9 × |');
  });

  it('counts leads, not requests, where a request has 200', () => {
    expect(report).toMatch(/Leadlight, scores only \| 1,400 · 1\.23 ms · 12\.3 ms .* \| 2,000 \| 0\.5 \| 150 MB \|/);
  });

  it('names failed requests and leaves a ratio open where a peer is not there', () => {
    expect(report).toContain('Failed requests: the same under gunicorn, 2 workers 3.');
    expect(reportOf([result('Leadlight, scores only', 1, 1)], conditions)).toContain('against Flask | – |');
  });
});

describe('the processor time of a process', () => {
  it('grows with its work', () => {
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
