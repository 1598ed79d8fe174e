import { DAY_MS } from '@leadlight/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  noProgress,
  type CrmPage,
  type LeadHistoryStore,
  type LeadScoreUpdate,
  type JobClaims,
} from '../ports/index.ts';
import { ClaimLostError } from '../testing/claim-lost-error.ts';
import { historyOf, noBuckets, noExperiments, scoringModel } from '../testing/scoring.ts';
import { scoreOpenLeads } from '../scoring/score-open-leads.ts';
import { reconcileOrg } from './reconcile-org.ts';
import { syncOrg } from './sync-org.ts';
import { writeBack } from './write-back.ts';

vi.mock(import('../scoring/scoring-model.ts'), async (original) => ({
  ...(await original()),
  scoringModelOf: () => scoringModel,
}));

/** Longer than the time between two confirmations of a claim. */
const A_WHILE_MS = 5_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const notCalled = (): never => expect.fail('not called');
const lost = new ClaimLostError();
/** Each claim is lost at its first confirmation. */
const claims: JobClaims = {
  claim: () => Promise.resolve({ confirm: () => Promise.reject(lost), release: () => Promise.resolve() }),
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
    readHistories: notCalled,
    findHistories: notCalled,
    countLeads: notCalled,
  };
}

const update: LeadScoreUpdate = {
  leadId: '00Q1',
  score: 50,
  band: 'C',
  qualified: false,
  probability: 0.1,
  unranked: null,
  reasons: '[]',
  modelLabel: 'v1 a1b2',
  scoredAt: 1,
  inputHash: 'f00',
};

describe('a lost claim', () => {
  it('stops a write-back: it sends nothing more', async () => {
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
      enqueue: notCalled,
      pending: () => Promise.resolve([update]),
      urgent: () => Promise.resolve([]),
      hastenBest: notCalled,
      settle: () => Promise.resolve(),
      counts: () => Promise.resolve({ pending: 1, written: 0, failed: 0 }),
    };
    const writeJobs = { add: notCalled, list: () => Promise.resolve([]), remove: notCalled };
    await expect(writeBack({ writer, outbox, writeJobs, claims }, 'org', noProgress)).rejects.toBe(lost);
    expect(sent).toBe(1);
  });

  it('stops a sync: it stores no further page and is not marked as done', async () => {
    const stored: string[] = [];
    const source = {
      orgId: () => Promise.resolve('org'),
      describeLeadFields: () => Promise.resolve([]),
      streams: ['Lead', 'Task'],
      async *pages(stream: string): AsyncGenerator<CrmPage> {
        yield { stream, records: [], cursor: '1' };
      },
      rereadCursor: (cursor: string) => cursor,
      apiUsage: () => undefined,
      degradations: () => [],
    };
    const find = () => Promise.resolve(undefined);
    const orgs = { find, list: notCalled, saveFields: () => Promise.resolve(), markSynced: notCalled };
    const fieldEvidence = { recordedChanges: notCalled, leadsByDay: notCalled, unrecordedChanges: notCalled };
    const models = { findActive: notCalled, getFile: notCalled };
    const scoringSettings = { findNewest: notCalled };
    const ports = {
      ...{ source, leadHistories: histories(stored), orgs, fieldEvidence, claims, clock },
      ...{ models, scoringSettings },
    };
    await expect(syncOrg(ports, noProgress)).rejects.toBe(lost);
    expect(stored).toEqual(['Lead']);
  });

  it('stops scoring: it queues no further chunk and removes no mark', async () => {
    let queued = 0;
    const outbox = {
      enqueue: async () => {
        queued += 1;
        await vi.advanceTimersByTimeAsync(A_WHILE_MS);
        return 1;
      },
      pending: notCalled,
      urgent: notCalled,
      hastenBest: notCalled,
      settle: notCalled,
      counts: notCalled,
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
      save: notCalled,
      list: notCalled,
      activate: notCalled,
      findActive: () => Promise.resolve(entry),
      saveOpenLeads: notCalled,
      getFile: () => Promise.resolve(new Uint8Array()),
    };
    const unscoredLeads = { list: notCalled, latest: () => Promise.resolve(2), forgetUpTo: notCalled };
    const crmUsers = { names: notCalled };
    const orgs = { find: () => Promise.resolve(undefined) };
    const scoringSettings = { findNewest: () => Promise.resolve(undefined) };
    const shadowModels = { listOpen: () => Promise.resolve([]), noteFailure: notCalled };
    const stores = {
      models,
      experiments: noExperiments,
      shadowModels,
      crmUsers,
      scoringSettings,
      leadHistories,
      unscoredLeads,
      outbox,
    };
    const ports = { ...stores, ...noBuckets, claims, orgs, clock };
    await expect(scoreOpenLeads(ports, 'org', noProgress)).rejects.toBe(lost);
    expect(queued).toBe(1);
  });

  it('stops a reconciliation: it corrects no further day', async () => {
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
      keptOut: () => Promise.resolve(new Set<string>()),
      countsByDay: () => Promise.resolve(new Map<string, number>()),
      idsBetween: () => Promise.resolve([]),
      markDeleted: notCalled,
    };
    const ports = { crmCounts, reconciliation, leadHistories: histories(stored), claims, clock };
    await expect(reconcileOrg(ports, 'org', DAY_MS, 3 * DAY_MS, noProgress)).rejects.toBe(lost);
    expect(stored).toEqual(['Lead']);
  });
});
