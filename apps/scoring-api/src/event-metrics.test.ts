import { readFileSync } from 'node:fs';
import { eventKinds } from '@leadlight/contract';
import type { ModelEventEntry } from '@leadlight/workflows';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { registerEventMetrics } from './event-metrics.ts';

const AT = Date.UTC(2026, 10, 23);

const event = (id: string, given: Partial<ModelEventEntry>): ModelEventEntry => ({
  ...{ id, kind: 'values_missing', severity: 'alarm', subject: '', modelId: null, modelVersion: null },
  ...{ foundAt: AT, since: null, endedAt: null, weeksBetweenFalseAlarms: null, action: null },
  message: { code: 'event_values_missing', values: [], english: '' },
  ...given,
});

async function scrape(events: readonly ModelEventEntry[], fails = false) {
  const registry = new Registry();
  const orgs = { list: async () => (fails ? Promise.reject(new Error('down')) : [{ orgId: 'org' } as never]) };
  const open = events.filter(({ endedAt }) => endedAt === null);
  registerEventMetrics(registry, { orgs, modelEvents: { list: async () => events, listOpen: async () => open } });
  return (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

describe('registerEventMetrics', () => {
  it('counts open alarms of each kind, and says when an event of each kind was last found', async () => {
    const events = [
      event('e1', { subject: 'Industry' }),
      event('e2', { subject: 'Phone', foundAt: AT - 1_000 }),
      event('e3', { subject: 'Country', endedAt: AT }),
      event('e4', { kind: 'retraining_rejected', severity: 'notice', endedAt: AT, foundAt: AT }),
      event('e5', { kind: 'values_moved', severity: 'notice' }),
    ];
    expect(await scrape(events)).toEqual([
      'leadlight_open_alarms{org="org",kind="values_missing"} 2',
      `leadlight_last_event_timestamp_seconds{org="org",kind="values_missing"} ${AT / 1_000}`,
      `leadlight_last_event_timestamp_seconds{org="org",kind="retraining_rejected"} ${AT / 1_000}`,
      `leadlight_last_event_timestamp_seconds{org="org",kind="values_moved"} ${AT / 1_000}`,
    ]);
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
