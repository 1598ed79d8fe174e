import { monitorEventLoopDelay } from 'node:perf_hooks';
import { simulatedLeads } from '@leadlight/forest/testing';
import { trainInBackground } from '@leadlight/learners';

/** By the clock, in milliseconds: timers that should fire every millisecond, and how much later they did. */
async function delayDuring(act: () => Promise<unknown>): Promise<{ readonly p99: number; readonly most: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await act();
  delay.disable();
  return { p99: delay.percentile(99) / 1e6, most: delay.max / 1e6 };
}

/** How long this process's event loop is held up while a model is learned in the background, and while nothing is. */
export async function measureResponsiveness(rows: number): Promise<string> {
  const leads = simulatedLeads(rows, 1);
  const start = performance.now();
  const training = await delayDuring(() => trainInBackground('forest', leads, { seed: 1 }));
  const seconds = (performance.now() - start) / 1000;
  const rest = await delayDuring(() => new Promise((resolve) => setTimeout(resolve, 1000)));
  return (
    `While ${rows.toLocaleString('en')} rows are learned in the background (${seconds.toFixed(1)} s), the event loop of the ` +
    `process that asked runs late by ${training.p99.toFixed(1)} ms at the 99th percentile and ${training.most.toFixed(0)} ms ` +
    `at most; by ${rest.p99.toFixed(1)} ms and ${rest.most.toFixed(0)} ms when nothing is learned.`
  );
}
