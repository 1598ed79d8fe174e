import { DAY_MS, HOUR_MS } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import type { ApiKeyEntry, ApiUsage, KeyCertificate, WorkerState } from '../ports/index.ts';
import { inMemoryChecks } from '../training/monitoring/model-checks.fixture.ts';
import { modelActEvent, recordServiceEvents, rejectedRetrainingEvent } from './service-events.ts';

const NOW = Date.UTC(2026, 10, 23);

function service() {
  const { ports, events } = inMemoryChecks();
  let state = { lastSyncedAt: NOW - 3 * HOUR_MS, followed: true } as WorkerState;
  let keys: readonly ApiKeyEntry[] = [];
  const certificates = new Map<string, readonly Partial<KeyCertificate>[]>();
  const run = (
    given: { state?: Partial<WorkerState>; keys?: readonly Partial<ApiKeyEntry>[]; usage?: ApiUsage } = {},
  ) => {
    state = { ...state, ...given.state };
    if (given.keys) {
      const whole = { name: 'Salesforce', revokedAt: null, expiresAt: null, replaces: null };
      keys = given.keys.map((key) => ({ ...whole, ...key }) as ApiKeyEntry);
    }
    return recordServiceEvents(
      {
        modelEvents: ports.modelEvents,
        workerStates: { find: async () => state },
        apiKeys: { list: async () => keys } as never,
        keyCertificates: {
          find: async (_, id) => ({ key: keys[0]!, certificates: certificates.get(id) ?? [] }) as never,
        },
        clock: { now: () => NOW },
      },
      'org',
      given.usage,
    );
  };
  return { run, events, certificates };
}

describe('recordServiceEvents', () => {
  it('begins one event while no process follows the org, and ends it when one does', async () => {
    const { run, events } = service();
    await run();
    expect(events).toEqual([]);
    await run({ state: { followed: false } });
    await run();
    expect(events).toMatchObject([
      {
        kind: 'following_stopped',
        severity: 'alarm',
        since: NOW - 3 * HOUR_MS,
        endedAt: null,
        weeksBetweenFalseAlarms: null,
      },
    ]);
    expect(events[0]!.action!.english).toContain('Start leadlight-worker');
    await run({ state: { followed: true } });
    expect(events).toMatchObject([{ endedAt: NOW }]);
  });

  it('names each key that expires within two weeks, unless it was revoked or has a successor', async () => {
    const { run, events } = service();
    const soon = NOW + 5 * DAY_MS;
    await run({
      keys: [
        { id: 'key_1', expiresAt: soon },
        { id: 'key_2', expiresAt: NOW + 20 * DAY_MS },
        { id: 'key_3', expiresAt: soon, revokedAt: NOW },
        { id: 'key_4', expiresAt: soon },
        { id: 'key_5', replaces: 'key_4' },
        { id: 'key_6', expiresAt: NOW - DAY_MS },
      ],
    });
    expect(events.map(({ kind, subject }) => [kind, subject])).toEqual([['credential_expiring', 'key_1']]);
    expect(events[0]!.message.english).toBe('The API key Salesforce expires at 2026-11-28T00:00:00.000Z.');
    await run({ keys: [] });
    expect(events).toMatchObject([{ endedAt: NOW }]);
  });
});

describe('recordServiceEvents of certificates and API calls', () => {
  it('names a key whose last certificate ends within two weeks', async () => {
    const { run, events, certificates } = service();
    const [soon, later] = [NOW + 3 * DAY_MS, NOW + 90 * DAY_MS];
    certificates.set('key_1', [{ endsAt: soon }, { endsAt: NOW - DAY_MS }]);
    certificates.set('key_2', [{ endsAt: soon }, { endsAt: later }]);
    await run({ keys: [{ id: 'key_1' }, { id: 'key_2' }, { id: 'key_3' }] });
    expect(events.map(({ kind, subject }) => [kind, subject])).toEqual([['credential_expiring', 'key_1 certificate']]);
    expect(events[0]!.message.english).toBe('The certificate Salesforce expires at 2026-11-26T00:00:00.000Z.');
    certificates.set('key_1', [{ endsAt: later }]);
    await run();
    expect(events).toMatchObject([{ endedAt: NOW }]);
  });

  it('begins an event while only the reserve of API calls is left, and keeps it while that is not known', async () => {
    const { run, events } = service();
    await run({ usage: { used: 13_400, limit: 15_000 } });
    expect(events).toEqual([]);
    await run({ usage: { used: 13_500, limit: 15_000 } });
    await run();
    expect(events).toMatchObject([{ kind: 'api_budget_used', severity: 'alarm', endedAt: null, since: NOW }]);
    expect(events[0]!.message.english).toContain('because 13500 of its 15000 daily API calls were used');
    await run({ usage: { used: 9_000, limit: 15_000 } });
    expect(events).toMatchObject([{ endedAt: NOW }]);
  });
});

describe('events of models', () => {
  it('say what was decided, on how many leads, and what to do', () => {
    const facts = { id: 'm2', version: 2, formerVersion: 1, leads: 900, since: NOW - DAY_MS };
    expect(modelActEvent('model_rolled_back', facts, NOW)).toMatchObject({
      ...{ kind: 'model_rolled_back', severity: 'notice', endedAt: NOW, modelVersion: 2, since: NOW - DAY_MS },
      message: {
        english: 'Version 2, which version 1 had replaced, has proved better on 900 new leads and is active again.',
      },
    });
    expect(
      rejectedRetrainingEvent({ id: 'm3', version: 3 }, ['It is worse.', 'Its AUC fell.'], NOW).message.english,
    ).toBe('Version 3 was trained and not published: It is worse. Its AUC fell.');
  });
});
