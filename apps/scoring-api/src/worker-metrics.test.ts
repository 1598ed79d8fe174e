import { readFileSync } from 'node:fs';
import {
  SYNC_LATE_MS,
  TRAINING_LATE_MS,
  WRITING_LATE_MS,
  type FieldLoss,
  type WorkerState,
} from '@leadlight/workflows';
import { TestClock } from '@leadlight/workflows/testing';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { registerWorkerMetrics } from './worker-metrics.ts';

const state: WorkerState = {
  ...{ orgId: 'org-a', lastSyncedAt: 1_000_500, followed: true, markedLeads: 12 },
  ...{ waitingScores: 3, oldestWaitingAt: 999_000, lastTrainedAt: 500_000, workFailedAt: null },
};
const idle: WorkerState = {
  ...{ orgId: 'org-b', lastSyncedAt: null, followed: false, markedLeads: 0 },
  ...{ waitingScores: 0, oldestWaitingAt: null, lastTrainedAt: null, workFailedAt: null },
};

const LOSS: FieldLoss = {
  field: 'Region__c',
  message: { code: 'field_unreadable', values: [], english: 'It is gone.' },
  affects: 'absent',
  isAccepted: false,
};

function watched(list: () => Promise<readonly WorkerState[]>) {
  const [registry, clock] = [new Registry(), new TestClock()];
  const lossesOf = (orgId: string) => Promise.resolve(orgId === 'org-a' ? [LOSS, { ...LOSS, isAccepted: true }] : []);
  registerWorkerMetrics(registry, { list }, lossesOf, clock.monotonicMs);
  return { text: () => registry.metrics(), clock };
}

describe('registerWorkerMetrics', () => {
  it('reports waiting scores and followers by org', async () => {
    const { text } = watched(() => Promise.resolve([state, idle]));
    const lines = (await text()).split('\n').filter((line) => line.startsWith('leadlight'));
    expect(lines).toEqual([
      'leadlight_followed{org="org-a"} 1',
      'leadlight_followed{org="org-b"} 0',
      'leadlight_last_sync_timestamp_seconds{org="org-a"} 1000.5',
      'leadlight_marked_leads{org="org-a"} 12',
      'leadlight_marked_leads{org="org-b"} 0',
      'leadlight_waiting_scores{org="org-a"} 3',
      'leadlight_waiting_scores{org="org-b"} 0',
      'leadlight_oldest_waiting_score_timestamp_seconds{org="org-a"} 999',
      'leadlight_lost_fields{org="org-a"} 1',
      'leadlight_lost_fields{org="org-b"} 0',
      'leadlight_last_training_timestamp_seconds{org="org-a"} 500',
      'leadlight_orgs 2',
      'leadlight_worker_figures_read 1',
    ]);
  });

  it('has series of the worst orgs only where there are thousands, and renews the lost fields of 100 orgs at each reading', async () => {
    const many = Array.from({ length: 10_000 }, (_, n) => ({
      ...{ ...state, orgId: `org-${n}`, markedLeads: n, lastSyncedAt: 1_000_000 + n, followed: n !== 77 },
    }));
    const read: string[] = [];
    const [registry, clock] = [new Registry(), new TestClock()];
    registerWorkerMetrics(
      registry,
      { list: () => Promise.resolve(many) },
      (orgId) => Promise.resolve((read.push(orgId), orgId === 'org-150' ? [LOSS] : [])),
      clock.monotonicMs,
    );
    const series = async (name: string) =>
      (await registry.metrics()).split('\n').filter((line) => line.startsWith(`${name}{`));
    expect(await series('leadlight_marked_leads')).toHaveLength(20);
    expect(await series('leadlight_marked_leads')).toContain('leadlight_marked_leads{org="org-9999"} 9999');
    expect(await series('leadlight_followed')).toContain('leadlight_followed{org="org-77"} 0');
    expect(await series('leadlight_last_sync_timestamp_seconds')).toContain(
      'leadlight_last_sync_timestamp_seconds{org="org-0"} 1000',
    );
    expect(await registry.metrics()).toContain('leadlight_orgs 10000');
    expect(read).toHaveLength(100);
    clock.advance(15_000);
    expect(await series('leadlight_lost_fields')).toContain('leadlight_lost_fields{org="org-150"} 1');
    expect(new Set(read).size).toBe(200);
    expect((await registry.metrics()).length).toBeLessThan(20_000);
  });

  it('leaves out the lost fields of an org whose model cannot be read, and nothing else', async () => {
    const registry = new Registry();
    const lossesOf = (orgId: string) =>
      orgId === 'org-a' ? Promise.reject(new Error('damaged')) : Promise.resolve([LOSS]);
    registerWorkerMetrics(registry, { list: () => Promise.resolve([state, idle]) }, lossesOf);
    const text = await registry.metrics();
    expect(text).not.toContain('leadlight_lost_fields{org="org-a"}');
    expect(text).toContain('leadlight_lost_fields{org="org-b"} 1');
    expect(text).toContain('leadlight_followed{org="org-a"} 1');
    expect(text).toContain('leadlight_worker_figures_read 1');
  });

  it('reads storage once per scrape', async () => {
    let reads = 0;
    const { text, clock } = watched(() => Promise.resolve([{ ...state, markedLeads: ++reads }]));
    await text();
    expect(await text()).toContain('leadlight_marked_leads{org="org-a"} 1');
    clock.advance(15_000);
    expect(await text()).toContain('leadlight_marked_leads{org="org-a"} 2');
    expect(reads).toBe(2);
  });

  it('leaves metrics absent, not stale, while storage does not respond', async () => {
    let away = false;
    const { text, clock } = watched(() => (away ? Promise.reject(new Error('away')) : Promise.resolve([state])));
    expect(await text()).toContain('leadlight_followed{org="org-a"} 1');
    away = true;
    clock.advance(15_000);
    const metrics = await text();
    expect(metrics).not.toContain('org-a');
    expect(metrics).toContain('leadlight_worker_figures_read 0');
  });

  it('has alert rules with the thresholds of the page in Salesforce', () => {
    const rules = readFileSync(new URL('../../../docs/operating/alerts.yml', import.meta.url), 'utf8');
    const threshold = (metric: string) =>
      Number(new RegExp(`time\\(\\) - \\w+ by \\(org\\) \\(${metric}\\) > (\\d+)`).exec(rules)?.[1]) * 1_000;
    expect(threshold('leadlight_last_sync_timestamp_seconds')).toBe(SYNC_LATE_MS);
    expect(threshold('leadlight_oldest_waiting_score_timestamp_seconds')).toBe(WRITING_LATE_MS);
    expect(threshold('leadlight_last_training_timestamp_seconds')).toBe(TRAINING_LATE_MS);
  });
});
