import { SECOND_MS } from '@leadlight/common';
import {
  monotonicMs,
  type ModelEventEntry,
  type ModelEventStore,
  type MonotonicMs,
  type OrgStore,
} from '@leadlight/workflows';
import { Gauge, type Registry } from 'prom-client';

/** All gauges of a scrape, and several Prometheus servers, share one reading. */
const MAX_READING_AGE_MS = 5 * SECOND_MS;
/** Newest events read for each org. Alerts ask only for those of the last day, which are far fewer. */
const MAX_EVENTS = 200;

interface OrgEvents {
  readonly orgId: string;
  readonly events: readonly ModelEventEntry[];
}

/**
 * Reports what the worker has stored about models and the service. While storage does not respond, these metrics are absent and all
 * others are present.
 */
export function registerEventMetrics(
  registry: Registry,
  {
    orgs,
    modelEvents,
  }: { readonly orgs: Pick<OrgStore, 'list'>; readonly modelEvents: Pick<ModelEventStore, 'list' | 'listOpen'> },
  elapsedMs: MonotonicMs = monotonicMs,
): void {
  let read: { readonly atMs: number; readonly found: Promise<readonly OrgEvents[]> } | undefined;
  const reading = (): Promise<readonly OrgEvents[]> => {
    if (!read || elapsedMs() - read.atMs >= MAX_READING_AGE_MS) {
      const found = orgs.list().then((all) =>
        Promise.all(
          all.map(async ({ orgId }) => {
            const [open, newest] = await Promise.all([
              modelEvents.listOpen(orgId),
              modelEvents.list(orgId, MAX_EVENTS),
            ]);
            return { orgId, events: [...new Map([...newest, ...open].map((event) => [event.id, event])).values()] };
          }),
        ),
      );
      read = { atMs: elapsedMs(), found: found.catch(() => []) };
    }
    return read.found;
  };
  new Gauge({
    name: 'leadlight_open_alarms',
    help: 'Alarms of each kind that last, about models and about the service.',
    labelNames: ['org', 'kind'],
    registers: [registry],
    async collect() {
      const found = await reading();
      this.reset();
      for (const { orgId, events } of found) {
        for (const { kind, severity, endedAt } of events) {
          if (severity === 'alarm' && endedAt === null) this.inc({ org: orgId, kind });
        }
      }
    },
  });
  new Gauge({
    name: 'leadlight_last_event_timestamp_seconds',
    help: 'When an event of each kind was last found, alarms and others.',
    labelNames: ['org', 'kind'],
    registers: [registry],
    async collect() {
      const found = await reading();
      this.reset();
      for (const { orgId, events } of found) {
        for (const [kind, ofKind] of Map.groupBy(events, (event) => event.kind)) {
          this.set({ org: orgId, kind }, Math.max(...ofKind.map(({ foundAt }) => foundAt)) / SECOND_MS);
        }
      }
    },
  });
}
