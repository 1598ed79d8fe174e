import { describe, expect, it, vi } from 'vitest';
import type { LeadScoreUpdate, UnscoredLead } from '../ports/index.ts';
import { historyOf, noBuckets, noExperiments, NOW, scoringModel } from '../testing/scoring.ts';
import { ScoredLeads } from '../alerts/alert-continuously.ts';
import { WakeSignal } from './wake-signal.ts';
import { scoreContinuously, type ScoreContinuouslyPorts } from './score-continuously.ts';

vi.mock(import('../scoring/scoring-model.ts'), async (original) => ({
  ...(await original()),
  scoringModelOf: (entry) => ({ ...scoringModel, entry }),
}));

const notCalled = (): never => expect.fail('not called');
/** Only signals wake the tasks. */
const NEVER_MS = 2 ** 30;

interface Given {
  readonly marked?: readonly string[];
  /** The open leads, chunk by chunk. */
  readonly readHistories?: ScoreContinuouslyPorts['leadHistories']['readHistories'];
  readonly hasOutdatedScores?: () => Promise<boolean>;
  readonly onWritten: (leadIds: readonly string[]) => void;
}

/** Marks and outbox in memory, one active model, and a CRM that accepts everything. */
function portsOf({ marked = [], readHistories = notCalled, hasOutdatedScores, onWritten }: Given) {
  let marks: UnscoredLead[] = marked.map((leadId, mark) => ({ leadId, mark }));
  const waiting = new Map<string, { update: LeadScoreUpdate; urgent: boolean }>();
  const written: string[] = [];
  const entry = { ...scoringModel.entry, learner: 'additive', active: true, report: null };
  const ports: ScoreContinuouslyPorts = {
    models: {
      save: notCalled,
      list: notCalled,
      activate: notCalled,
      findActive: () => Promise.resolve(entry),
      saveOpenLeads: notCalled,
      getFile: () => Promise.resolve(new Uint8Array()),
    },
    experiments: noExperiments,
    shadowModels: { listOpen: () => Promise.resolve([]), noteFailure: notCalled },
    crmUsers: { names: () => Promise.resolve(new Map()) },
    leadHistories: {
      append: notCalled,
      findCursor: notCalled,
      countLeads: () => Promise.resolve({ all: 2, open: 2 }),
      findHistories: async (_, leadIds) => new Map(leadIds.map((leadId) => [leadId, historyOf(leadId, {})])),
      readHistories,
    },
    orgs: { find: () => Promise.resolve(undefined) },
    scoringSettings: { findNewest: () => Promise.resolve(undefined) },
    unscoredLeads: {
      list: (_, limit) => Promise.resolve(marks.slice(0, limit)),
      latest: () => Promise.resolve(0),
      forgetUpTo: () => Promise.resolve(),
    },
    outbox: {
      enqueue: async (_, _entries, updates, scored = []) => {
        marks = marks.filter(({ leadId }) => !scored.some((each) => each.leadId === leadId));
        for (const update of updates) waiting.set(update.leadId, { update, urgent: scored.length > 0 });
        return updates.length;
      },
      pending: async () => [...waiting.values()].map(({ update }) => update),
      hastenBest: () => expect.fail('not called'),
      urgent: async (_, limit, except) =>
        [...waiting.values()]
          .filter(({ urgent, update }) => urgent && !except.includes(update.leadId))
          .map(({ update }) => update)
          .slice(0, limit),
      settle: async (_, settled) => {
        for (const { update } of settled) waiting.delete(update.leadId);
      },
      counts: () => Promise.resolve({ pending: waiting.size, written: 0, failed: 0 }),
    },
    writtenScores: {
      hasOutdatedScores: hasOutdatedScores ?? (() => Promise.resolve(false)),
      position: notCalled,
      compare: notCalled,
    },
    writeJobs: { add: notCalled, list: () => Promise.resolve([]), remove: notCalled },
    writer: {
      endOpenJobs: () => Promise.resolve([]),
      writeScores: async (updates) => {
        const leadIds = updates.map(({ leadId }) => leadId);
        written.push(...updates.map(({ leadId, modelLabel }) => `${leadId} ${modelLabel}`));
        onWritten(leadIds);
        return leadIds.map((leadId) => ({ leadId, outcome: 'written' as const }));
      },
      apiUsage: () => undefined,
    },
    ...noBuckets,
    claims: { claim: async () => ({ confirm: () => Promise.resolve(), release: () => Promise.resolve() }) },
    clock: { now: () => NOW },
  };
  return { ports, written, label: `v${entry.version} ${entry.id}` };
}

const follow = (ports: ScoreContinuouslyPorts, signal: AbortSignal, logged: string[] = []) =>
  scoreContinuously(
    ports,
    'org',
    new WakeSignal(),
    (message) => logged.push(message),
    {
      pollMs: NEVER_MS,
      retryMs: NEVER_MS,
    },
    signal,
    new ScoredLeads(),
  );

describe('scoreContinuously', () => {
  it('scores and writes a changed lead with the new model while all leads are still being scored with it', async () => {
    const stop = new AbortController();
    const changedIsWritten = Promise.withResolvers<void>();
    const { ports, written, label } = portsOf({
      marked: ['changed'],
      hasOutdatedScores: () => Promise.resolve(true),
      async *readHistories() {
        yield [historyOf('L1', {})];
        // Scoring all leads continues only once the changed one is written.
        await changedIsWritten.promise;
        yield [historyOf('L2', {})];
      },
      onWritten(leadIds) {
        if (leadIds.includes('changed')) changedIsWritten.resolve();
        if (leadIds.includes('L2')) stop.abort();
      },
    });
    await follow(ports, stop.signal);
    const [changed, other] = ['changed', 'L2'].map((leadId) => written.indexOf(`${leadId} ${label}`));
    expect(changed).toBeGreaterThanOrEqual(0);
    expect(changed).toBeLessThan(other!);
    expect(written.toSorted()).toEqual([`L1 ${label}`, `L2 ${label}`, `changed ${label}`]);
  });

  it('scores changed leads even if scoring all leads fails, and logs the failure', async () => {
    const stop = new AbortController();
    const logged: string[] = [];
    const { ports } = portsOf({
      marked: ['changed'],
      hasOutdatedScores: () => Promise.reject(new Error('storage is slow')),
      onWritten: () => stop.abort(),
    });
    await follow(ports, stop.signal, logged);
    expect(logged).toEqual(['Scores are delayed: storage is slow']);
  });

  it('scores only changed leads if every open lead has a score of the active model', async () => {
    const stop = new AbortController();
    const { ports, written, label } = portsOf({ marked: ['changed'], onWritten: () => stop.abort() });
    await follow(ports, stop.signal);
    expect(written).toEqual([`changed ${label}`]);
  });

  it('logs a rejected row of history once although the scores are written', async () => {
    const stop = new AbortController();
    const logged: string[] = [];
    const { ports } = portsOf({ marked: ['changed'], onWritten: () => stop.abort() });
    const { writeScores } = ports.writer;
    const rejecting = {
      ...ports.writer,
      writeScores: async (...args: Parameters<typeof writeScores>) =>
        (await writeScores(...args)).map((outcome) => ({ ...outcome, message: 'history: no access' })),
    };
    await follow({ ...ports, writer: rejecting }, stop.signal, logged);
    expect(logged).toEqual(['Scores were written, but their history was not: history: no access']);
  });
});
