import type { JobQueueSummary } from '@leadlight/workflows';
import { TestClock } from '@leadlight/workflows/testing';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { registerQueueMetrics } from './queue-metrics.ts';

describe('registerQueueMetrics', () => {
  it('reports jobs by state and the oldest that waits, and nothing while storage does not respond', async () => {
    const [registry, clock] = [new Registry(), new TestClock()];
    let summary: JobQueueSummary | undefined = {
      waiting: 7,
      running: 2,
      failed: 1,
      oldestWaitingAt: 5_000,
      oldestWaitingMs: 1,
    };
    const read = () => (summary ? Promise.resolve(summary) : Promise.reject(new Error('away')));
    registerQueueMetrics(registry, { summary: read }, clock.monotonicMs);
    const lines = async () => (await registry.metrics()).split('\n').filter((line) => line.startsWith('leadlight'));
    const counts = (waiting: number) => [
      `leadlight_queue_jobs{state="waiting"} ${waiting}`,
      'leadlight_queue_jobs{state="running"} 2',
      'leadlight_queue_jobs{state="failed"} 1',
    ];
    expect(await lines()).toEqual([...counts(7), 'leadlight_queue_oldest_waiting_timestamp_seconds 5']);
    summary = { ...summary, waiting: 0, oldestWaitingAt: null, oldestWaitingMs: null };
    clock.advance(5_000);
    expect(await lines()).toEqual(counts(0));
    summary = undefined;
    clock.advance(5_000);
    expect(await lines()).toEqual([]);
  });
});
