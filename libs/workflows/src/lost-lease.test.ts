import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { noProgress, type CrmPage, type LeadHistoryStore, type LeadScoreUpdate, type Leases } from './ports/index.ts';
import { historyOf, scoringModel } from './testing/scoring.ts';
import { scoreOpenLeads } from './scoring/score-open-leads.ts';
import { reconcileOrg } from './synchronisation/reconcile-org.ts';
import { syncOrg } from './synchronisation/sync-org.ts';
import { writeBack } from './synchronisation/write-back.ts';

vi.mock(import('./scoring/scoring-model.ts'), async (original) => ({
  ...(await original()),
  scoringModelOf: () => scoringModel,
}));

/** Longer than a lease lasts between two renewals. */
const A_WHILE_MS = 5_000;
const DAY_MS = 86_400_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const notAsked = (): never => expect.fail('not asked for');
const lost = Object.assign(new Error('Another process took over'), { code: 'lease_lost' });
/** Each lease is lost at its first renewal. */
const leases: Leases = {
  tryAcquire: () => Promise.resolve({ renew: () => Promise.reject(lost), release: () => Promise.resolve() }),
};
const clock = { now: () => 10 * DAY_MS };

function histories(stored: string[]): LeadHistoryStore {
  return {
    append: async (_org, stream) => {
      stored.push(stream);
      await vi.advanceTimersByTimeAsync(A_WHILE_MS);
      return 0;
    },
    findCursor: () => Promise.resolve(undefined),
    readHistories: notAsked,
    findHistories: notAsked,
    countLeads: notAsked,
  };
}

const update: LeadScoreUpdate = {
  leadId: '00Q1',
  score: 50,
  band: 'C',
  qualified: false,
  probability: 0.1,
  reasons: '[]',
  modelLabel: 'v1 a1b2',
  scoredAt: 1,
  inputHash: 'f00',
};

test('a write-back whose lease is lost sends nothing more', async () => {
  let sent = 0;
  const writer = {
    writeScores: async () => {
      sent += 1;
      await vi.advanceTimersByTimeAsync(A_WHILE_MS);
      return [{ leadId: update.leadId, outcome: 'written' as const }];
    },
    endOpenJobs: () => Promise.resolve([]),
    apiUsage: () => undefined,
  };
  const outbox = {
    enqueue: notAsked,
    pending: () => Promise.resolve([update]),
    urgent: () => Promise.resolve([]),
    settle: () => Promise.resolve(),
    counts: () => Promise.resolve({ pending: 1, written: 0, failed: 0 }),
  };
  const writeJobs = { add: notAsked, list: () => Promise.resolve([]), remove: notAsked };
  await expect(writeBack({ writer, outbox, writeJobs, leases }, 'org', noProgress)).rejects.toBe(lost);
  expect(sent).toBe(1);
});

test('a sync whose lease is lost stores no further page and is not noted as done', async () => {
  const stored: string[] = [];
  const source = {
    orgId: () => Promise.resolve('org'),
    describeLeadFields: () => Promise.resolve([]),
    streams: ['Lead', 'Task'],
    async *pages(stream: string): AsyncGenerator<CrmPage> {
      yield { stream, records: [], cursor: '1' };
    },
    apiUsage: () => undefined,
    degradations: () => [],
  };
  const find = () => Promise.resolve(undefined);
  const orgs = { find, list: notAsked, saveFields: () => Promise.resolve(), markSynced: notAsked };
  await expect(syncOrg({ source, leadHistories: histories(stored), orgs, leases, clock }, noProgress)).rejects.toBe(
    lost,
  );
  expect(stored).toEqual(['Lead']);
});

test('scoring whose lease is lost queues no further chunk and takes no mark back', async () => {
  let queued = 0;
  const outbox = {
    enqueue: async () => {
      queued += 1;
      await vi.advanceTimersByTimeAsync(A_WHILE_MS);
      return 1;
    },
    pending: notAsked,
    urgent: notAsked,
    settle: notAsked,
    counts: notAsked,
  };
  const leadHistories: LeadHistoryStore = {
    ...histories([]),
    async *readHistories() {
      yield [historyOf('L1', {})];
      yield [historyOf('L2', {})];
    },
    countLeads: () => Promise.resolve({ all: 2, open: 2 }),
  };
  const entry = { ...scoringModel.entry, learner: 'additive', active: true, report: null };
  const models = {
    save: notAsked,
    list: notAsked,
    activate: notAsked,
    findActive: () => Promise.resolve(entry),
    getFile: () => Promise.resolve(new Uint8Array()),
  };
  const unscoredLeads = { list: notAsked, latest: () => Promise.resolve(2), forgetUpTo: notAsked };
  const crmUsers = { names: notAsked };
  const ports = { models, crmUsers, leadHistories, unscoredLeads, outbox, leases, clock };
  await expect(scoreOpenLeads(ports, 'org', noProgress)).rejects.toBe(lost);
  expect(queued).toBe(1);
});

test('a reconciliation whose lease is lost mends no further day', async () => {
  const stored: string[] = [];
  const crmCounts = {
    counted: [{ stream: 'Lead', selection: { kind: 'lead' as const }, idPrefix: '00Q' }],
    countsByDay: () =>
      Promise.resolve(
        new Map([
          ['1970-01-02', 1],
          ['1970-01-03', 1],
        ]),
      ),
    idsBetween: (_stream: string, from: number) => Promise.resolve([`00Q${from}`]),
    readByIds: () => Promise.resolve([]),
  };
  const reconciliation = {
    countsByDay: () => Promise.resolve(new Map<string, number>()),
    idsBetween: () => Promise.resolve([]),
    markDeleted: notAsked,
  };
  const ports = { crmCounts, reconciliation, leadHistories: histories(stored), leases, clock };
  await expect(reconcileOrg(ports, 'org', DAY_MS, 3 * DAY_MS, noProgress)).rejects.toBe(lost);
  expect(stored).toEqual(['Lead']);
});
