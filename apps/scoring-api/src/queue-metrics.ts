import { SECOND_MS } from '@leadlight/common';
import { monotonicMs, type JobQueue, type MonotonicMs } from '@leadlight/workflows';
import { Gauge, type Registry } from 'prom-client';
import { shareReading } from './share-reading.ts';

/** Reports the jobs that workers share, of all orgs together. While storage does not respond, these metrics are absent. */
export function registerQueueMetrics(
  registry: Registry,
  jobQueue: Pick<JobQueue, 'summary'>,
  elapsedMs: MonotonicMs = monotonicMs,
): void {
  const reading = shareReading(() => jobQueue.summary().catch(() => undefined), elapsedMs);
  new Gauge({
    name: 'leadlight_queue_jobs',
    help: 'Jobs that workers share, by state. Failed ones are not tried again before the next hour.',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const summary = await reading();
      this.reset();
      if (!summary) return;
      for (const state of ['waiting', 'running', 'failed'] as const) this.set({ state }, summary[state]);
    },
  });
  new Gauge({
    name: 'leadlight_queue_oldest_waiting_timestamp_seconds',
    help: 'When the job was sent that has waited longest; absent where none waits.',
    registers: [registry],
    async collect() {
      const oldest = (await reading())?.oldestWaitingAt ?? null;
      this.reset();
      this.remove();
      if (oldest !== null) this.set(oldest / SECOND_MS);
    },
  });
}
