import { expect, test } from 'vitest';
import { WakeSignal } from './wake-signal.ts';
import type { OrgScore, OrgScoresPage } from '../ports/index.ts';
import { checkPeriodically } from './check-periodically.ts';
import { checkSummary, checkWrittenScores, type CheckWrittenPorts } from './check-written-scores.ts';

const lead = (leadId: string): OrgScore => ({
  leadId,
  score: 50,
  band: 'C',
  modelLabel: 'v1 a1b2',
  scoredAt: 1,
  qualified: false,
  percent: 10,
  inputHash: 'f00',
});

interface Given {
  readonly pages?: readonly OrgScoresPage[];
  readonly cursor?: string;
  readonly written?: number;
  readonly compare?: CheckWrittenPorts['writtenScores']['compare'];
  readonly fails?: Error;
}

/** What happens, in order. */
function portsOf({ pages = [], cursor, written = 1, compare, fails }: Given) {
  const happened: string[] = [];
  const ports: CheckWrittenPorts = {
    clock: { now: () => 7_000 },
    crmScores: {
      async *readOpenLeads(since) {
        happened.push(`asked since ${since ?? 'ever'}`);
        if (fails) throw fails;
        yield* pages;
      },
    },
    writtenScores: {
      position: async () => {
        happened.push('position');
        return 42;
      },
      compare:
        compare ??
        (async (_, held, position, now) => {
          happened.push(`compared ${held.map(({ leadId }) => leadId).join()} at ${position}, ${now}`);
          return { requeued: 1, adopted: 2 };
        }),
    },
    outbox: { counts: () => Promise.resolve({ pending: 0, written, failed: 0 }) },
    leadHistories: {
      findCursor: () => Promise.resolve(cursor),
      append: async (_, stream, records, kept) => {
        happened.push(`${stream} ${kept}`);
        return records.length;
      },
    },
  };
  return { ports, happened };
}

const pages = [
  { scores: [lead('A'), lead('B')], nextSince: 900 },
  { scores: [lead('C')], nextSince: 900 },
];

test('the ledger’s position is taken before the CRM is asked, and where to go on is kept only after the last page', async () => {
  const { ports, happened } = portsOf({ pages, cursor: '500' });
  expect(await checkWrittenScores(ports, 'org', 'recent')).toEqual({ compared: 3, requeued: 2, adopted: 4 });
  expect(happened).toEqual([
    'position',
    'asked since 500',
    'compared A,B at 42, 7000',
    'compared C at 42, 7000',
    'check:Lead 900',
  ]);
});

test.each([
  ['the first time', 'recent', undefined],
  ['where all are asked for', 'all', '500'],
] as const)('all open leads are read %s', async (_, which, cursor) => {
  const { ports, happened } = portsOf({ pages, cursor });
  await checkWrittenScores(ports, 'org', which);
  expect(happened).toContain('asked since ever');
});

test('a CRM that goes away leaves the position where it was', async () => {
  const { ports, happened } = portsOf({ fails: new Error('away'), cursor: '500' });
  await expect(checkWrittenScores(ports, 'org', 'recent')).rejects.toThrow('away');
  expect(happened).toEqual(['position', 'asked since 500']);
});

test('where nothing was ever written the CRM is not asked', async () => {
  const { ports, happened } = portsOf({ pages, written: 0 });
  expect(await checkWrittenScores(ports, 'org', 'all')).toEqual({ compared: 0, requeued: 0, adopted: 0 });
  expect(happened).toEqual([]);
});

test('what was found is said in a sentence', () => {
  expect(checkSummary({ compared: 1_200, requeued: 0, adopted: 0 })).toBe(
    'The org holds the scores that were written: 1,200 leads compared.',
  );
  expect(checkSummary({ compared: 12, requeued: 1, adopted: 2 })).toContain('1 lead will be written again, 2 leads');
});

test('a follower checks at its start, wakes the scoring where something differs, and tells', async () => {
  const { ports } = portsOf({ pages });
  const [told, stop, bell] = [[] as string[], new AbortController(), new WakeSignal()];
  const tell = (sentence: string) => {
    told.push(sentence);
    stop.abort();
  };
  await checkPeriodically(ports, 'org', bell, tell, 2 ** 30, stop.signal);
  expect(told).toEqual([expect.stringContaining('2 leads will be written again')]);
  // Rung: waiting ends at once, however long it might.
  await bell.wait(2 ** 30, new AbortController().signal);
});

test('a check that fails is told once and tried again', async () => {
  const stop = new AbortController();
  const told: string[] = [];
  let asked = 0;
  const { ports } = portsOf({});
  const failing: CheckWrittenPorts = {
    ...ports,
    crmScores: {
      async *readOpenLeads() {
        asked += 1;
        if (asked === 3) stop.abort();
        yield* [];
        throw new Error('below the floor');
      },
    },
  };
  await checkPeriodically(failing, 'org', new WakeSignal(), (sentence) => told.push(sentence), 1, stop.signal);
  expect(asked).toBe(3);
  expect(told).toEqual([expect.stringContaining('below the floor')]);
});
