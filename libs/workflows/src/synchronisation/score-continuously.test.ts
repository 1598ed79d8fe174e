import { expect, test, vi } from 'vitest';
import type { LeadScoreUpdate, UnscoredLead } from '../ports/index.ts';
import { historyOf, NOW, scoringModel } from '../testing/scoring.ts';
import { WakeSignal } from './wake-signal.ts';
import { scoreContinuously, type ScoreContinuouslyPorts } from './score-continuously.ts';

vi.mock(import('../scoring/scoring-model.ts'), async (original) => ({
  ...(await original()),
  scoringModelOf: (entry) => ({ ...scoringModel, entry }),
}));

const notAsked = (): never => expect.fail('not asked for');
/** Nothing happens for it: only bells wake. */
const NEVER_MS = 2 ** 30;

interface Given {
  readonly marked?: readonly string[];
  /** The open leads, chunk by chunk. */
  readonly readHistories?: ScoreContinuouslyPorts['leadHistories']['readHistories'];
  readonly isBehind?: () => Promise<boolean>;
  readonly onWritten: (leadIds: readonly string[]) => void;
}

/** Marks and outbox in memory, one active model, and a CRM that takes everything. */
function portsOf({ marked = [], readHistories = notAsked, isBehind, onWritten }: Given) {
  let marks: UnscoredLead[] = marked.map((leadId, mark) => ({ leadId, mark }));
  const waiting = new Map<string, { update: LeadScoreUpdate; urgent: boolean }>();
  const written: string[] = [];
  const entry = { ...scoringModel.entry, learner: 'additive', active: true, report: null };
  const ports: ScoreContinuouslyPorts = {
    models: {
      save: notAsked,
      list: notAsked,
      activate: notAsked,
      findActive: () => Promise.resolve(entry),
      getFile: () => Promise.resolve(new Uint8Array()),
    },
    crmUsers: { names: () => Promise.resolve(new Map()) },
    leadHistories: {
      append: notAsked,
      findCursor: notAsked,
      countLeads: () => Promise.resolve({ all: 2, open: 2 }),
      findHistories: async (_, leadIds) => new Map(leadIds.map((leadId) => [leadId, historyOf(leadId, {})])),
      readHistories,
    },
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
      hasOutdatedScores: isBehind ?? (() => Promise.resolve(false)),
      position: notAsked,
      compare: notAsked,
    },
    writeJobs: { add: notAsked, list: () => Promise.resolve([]), remove: notAsked },
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
    leases: { tryAcquire: async () => ({ renew: () => Promise.resolve(), release: () => Promise.resolve() }) },
    clock: { now: () => NOW },
  };
  return { ports, written, label: `v${entry.version} ${entry.id}` };
}

const follow = (ports: ScoreContinuouslyPorts, signal: AbortSignal, told: string[] = []) =>
  scoreContinuously(
    ports,
    'org',
    new WakeSignal(),
    (sentence) => told.push(sentence),
    {
      pollMs: NEVER_MS,
      retryMs: NEVER_MS,
    },
    signal,
  );

test('a changed lead is scored with the new model and written while all the others are still being scored with it', async () => {
  const stop = new AbortController();
  const changedIsWritten = Promise.withResolvers<void>();
  const { ports, written, label } = portsOf({
    marked: ['changed'],
    isBehind: () => Promise.resolve(true),
    async *readHistories() {
      yield [historyOf('L1', {})];
      // The scoring of all goes on only once the changed one was written.
      await changedIsWritten.promise;
      yield [historyOf('L2', {})];
    },
    onWritten(leadIds) {
      if (leadIds.includes('changed')) changedIsWritten.resolve();
      if (leadIds.includes('L2')) stop.abort();
    },
  });
  await follow(ports, stop.signal);
  const places = ['changed', 'L2'].map((leadId) => written.indexOf(`${leadId} ${label}`));
  expect(places[0]).toBeGreaterThanOrEqual(0);
  expect(places[0]).toBeLessThan(places[1]!);
  expect(written.toSorted()).toEqual([`L1 ${label}`, `L2 ${label}`, `changed ${label}`]);
});

test('what keeps all from being scored keeps no changed lead waiting, and is told', async () => {
  const stop = new AbortController();
  const told: string[] = [];
  const { ports } = portsOf({
    marked: ['changed'],
    isBehind: () => Promise.reject(new Error('storage is slow')),
    onWritten: () => stop.abort(),
  });
  await follow(ports, stop.signal, told);
  expect(told).toEqual(['Scores wait: storage is slow']);
});

test('with every open lead scored by the active model, only what changed is scored', async () => {
  const stop = new AbortController();
  const { ports, written, label } = portsOf({ marked: ['changed'], onWritten: () => stop.abort() });
  await follow(ports, stop.signal);
  expect(written).toEqual([`changed ${label}`]);
});

test('a refused row of history is told, once, though the scores are written', async () => {
  const stop = new AbortController();
  const told: string[] = [];
  const { ports } = portsOf({ marked: ['changed'], onWritten: () => stop.abort() });
  const { writeScores } = ports.writer;
  const refusing = {
    ...ports.writer,
    writeScores: async (...asked: Parameters<typeof writeScores>) =>
      (await writeScores(...asked)).map((outcome) => ({ ...outcome, message: 'history: no access' })),
  };
  await follow({ ...ports, writer: refusing }, stop.signal, told);
  expect(told).toEqual(['Scores are written, but not all: history: no access']);
});
