import { monitorEventLoopDelay } from 'node:perf_hooks';
import { simulatedLeads } from '@leadlight/forest/testing';
import { trainInBackground } from '@leadlight/learners';

/** Milliseconds by which timers of one millisecond are late. */
async function delayDuring(act: () => Promise<unknown>): Promise<{ readonly p99: number; readonly max: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await act();
  delay.disable();
  return { p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 };
}

/** Measures the event loop delay of this process while a model is trained in the background, and while idle. */
export async function measureResponsiveness(rows: number): Promise<string> {
  const leads = simulatedLeads(rows, 1);
  const start = performance.now();
  const training = await delayDuring(() => trainInBackground('forest', leads, { seed: 1 }));
  const seconds = (performance.now() - start) / 1000;
  const rest = await delayDuring(() => new Promise((resolve) => setTimeout(resolve, 1000)));
  return (
    `While a model is trained on ${rows.toLocaleString('en')} rows in the background (${seconds.toFixed(1)} s), the event loop ` +
    `of the calling process is late by ${training.p99.toFixed(1)} ms at the 99th percentile and ${training.max.toFixed(0)} ms ` +
    `at most; by ${rest.p99.toFixed(1)} ms and ${rest.max.toFixed(0)} ms when idle.`
  );
}
