import { SECOND_MS } from '@leadlight/common';
import type { MonotonicMs } from '@leadlight/workflows';

const MAX_AGE_MS = 5 * SECOND_MS;

/** Reads again only after 5 seconds, so that all gauges of a scrape, and several Prometheus servers, share one reading. */
export function shareReading<Reading>(read: () => Promise<Reading>, elapsedMs: MonotonicMs): () => Promise<Reading> {
  let last: { readonly atMs: number; readonly reading: Promise<Reading> } | undefined;
  return () => {
    if (!last || elapsedMs() - last.atMs >= MAX_AGE_MS) last = { atMs: elapsedMs(), reading: read() };
    return last.reading;
  };
}
