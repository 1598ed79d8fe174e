import { SECOND_MS } from '@leadlight/common';
import { monotonicMs, type ModelEventStore, type MonotonicMs, type OrgEventKind } from '@leadlight/workflows';
import { Gauge, type Registry } from 'prom-client';
import { shareReading } from './share-reading.ts';
import { worstOrgs } from './worst-orgs.ts';

/**
 * Reports what the worker has stored about models and the service. While storage does not respond, these metrics are absent and all
 * others are present.
 */
export function registerEventMetrics(
  registry: Registry,
  modelEvents: Pick<ModelEventStore, 'kindsByOrg'>,
  elapsedMs: MonotonicMs = monotonicMs,
): void {
  const reading = shareReading(
    (): Promise<readonly OrgEventKind[]> => modelEvents.kindsByOrg().catch(() => []),
    elapsedMs,
  );
  new Gauge({
    name: 'leadlight_open_alarms',
    help: 'Alarms of each kind that last, about models and about the service.',
    labelNames: ['org', 'kind'],
    registers: [registry],
    async collect() {
      const found = await reading();
      this.reset();
      const open = found.filter(({ openAlarms }) => openAlarms > 0);
      setWorst(this, open, ({ openAlarms }) => openAlarms);
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
      setWorst(this, found, ({ lastFoundAt }) => lastFoundAt / SECOND_MS);
    },
  });
}

/** Of each kind, those of the orgs with the highest values. */
function setWorst(
  gauge: Gauge<'org' | 'kind'>,
  found: readonly OrgEventKind[],
  valueOf: (kind: OrgEventKind) => number,
): void {
  for (const [kind, ofKind] of Map.groupBy(found, (each) => each.kind)) {
    const values = ofKind.map((each) => ({ org: each.orgId, value: valueOf(each) }));
    for (const { org, value } of worstOrgs(values, 'high')) gauge.set({ org, kind }, value);
  }
}
