import { readFileSync } from 'node:fs';
import { eventKinds } from '@leadlight/contract';
import type { OrgEventKind } from '@leadlight/workflows';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { registerEventMetrics } from './event-metrics.ts';

const AT = Date.UTC(2026, 10, 23);

async function scrape(found: readonly OrgEventKind[], fails = false) {
  const registry = new Registry();
  const kindsByOrg = () => (fails ? Promise.reject(new Error('down')) : Promise.resolve(found));
  registerEventMetrics(registry, { kindsByOrg });
  return (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

describe('registerEventMetrics', () => {
  it('counts open alarms of each kind, and says when an event of each kind was last found', async () => {
    const found: readonly OrgEventKind[] = [
      { orgId: 'org', kind: 'retraining_rejected', openAlarms: 0, lastFoundAt: AT },
      { orgId: 'org', kind: 'values_missing', openAlarms: 2, lastFoundAt: AT },
    ];
    expect(await scrape(found)).toEqual([
      'leadlight_open_alarms{org="org",kind="values_missing"} 2',
      `leadlight_last_event_timestamp_seconds{org="org",kind="retraining_rejected"} ${AT / 1_000}`,
      `leadlight_last_event_timestamp_seconds{org="org",kind="values_missing"} ${AT / 1_000}`,
    ]);
  });

  it('has series of 20 orgs at most for each kind: those with the most alarms and the newest events', async () => {
    const found = Array.from({ length: 10_000 }, (_, n) => ({
      ...{ orgId: `org-${n}`, kind: 'values_missing' as const, openAlarms: n, lastFoundAt: AT - n },
    }));
    const lines = await scrape(found);
    expect(lines).toHaveLength(40);
    expect(lines).toContain('leadlight_open_alarms{org="org-9999",kind="values_missing"} 9999');
    expect(lines).toContain(`leadlight_last_event_timestamp_seconds{org="org-0",kind="values_missing"} ${AT / 1_000}`);
  });

  it('leaves them out while storage does not respond', async () => {
    expect(await scrape([], true)).toEqual([]);
  });
});

describe('alerts.yml', () => {
  it('asks only for kinds of events that exist', () => {
    const rules = readFileSync(new URL('../../../docs/operating/alerts.yml', import.meta.url), 'utf8');
    const asked = [...rules.matchAll(/kind=~?"([^"]+)"/g)].flatMap(([, kinds]) => kinds!.split('|'));
    expect(asked.length).toBeGreaterThan(5);
    expect(asked.filter((kind) => !(eventKinds as readonly string[]).includes(kind))).toEqual([]);
  });
});
