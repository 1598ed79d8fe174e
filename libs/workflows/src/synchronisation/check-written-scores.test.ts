import { describe, expect, it } from 'vitest';
import { WakeSignal } from './wake-signal.ts';
import type { OrgScore, OrgScoresPage } from '../ports/index.ts';
import { checkPeriodically, checkSummary, checkWrittenScores, type CheckWrittenPorts } from './check-written-scores.ts';

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
  readonly cursor?: number;
  readonly written?: number;
  readonly compare?: CheckWrittenPorts['writtenScores']['compare'];
  readonly fails?: Error;
}

/** Records in order what is called. */
function portsOf({ pages = [], cursor, written = 1, compare, fails }: Given) {
  const events: string[] = [];
  const ports: CheckWrittenPorts = {
    clock: { now: () => 7_000 },
    crmScores: {
      async *readOpenLeads(since) {
        events.push(`read since ${since ?? 'the beginning'}`);
        if (fails) throw fails;
        yield* pages;
      },
    },
    writtenScores: {
      position: async () => {
        events.push('position');
        return 42;
      },
      compare:
        compare ??
        (async (_, scores, position, now) => {
          events.push(`compared ${scores.map(({ leadId }) => leadId).join()} at ${position}, ${now}`);
          return { requeued: 1, adopted: 2 };
        }),
    },
    outbox: { counts: () => Promise.resolve({ pending: 0, written, failed: 0 }) },
    scoreCheckCursors: {
      find: () => Promise.resolve(cursor),
      save: async (_, readUntil) => void events.push(`saved ${readUntil}`),
    },
  };
  return { ports, events };
}

const pages = [
  { scores: [lead('A'), lead('B')], nextSince: 900 },
  { scores: [lead('C')], nextSince: 900 },
];

describe('checkWrittenScores', () => {
  it('takes the position before it reads the CRM, and saves the cursor only after the last page', async () => {
    const { ports, events } = portsOf({ pages, cursor: 500 });
    expect(await checkWrittenScores(ports, 'org', 'recent')).toEqual({ compared: 3, requeued: 2, adopted: 4 });
    expect(events).toEqual([
      'position',
      'read since 500',
      'compared A,B at 42, 7000',
      'compared C at 42, 7000',
      'saved 900',
    ]);
  });

  it.each([
    ['the first time', 'recent', undefined],
    ['if all are requested', 'all', 500],
  ] as const)('reads all open leads %s', async (_, which, cursor) => {
    const { ports, events } = portsOf({ pages, cursor });
    await checkWrittenScores(ports, 'org', which);
    expect(events).toContain('read since the beginning');
  });

  it('keeps the cursor if the CRM cannot be read', async () => {
    const { ports, events } = portsOf({ fails: new Error('away'), cursor: 500 });
    await expect(checkWrittenScores(ports, 'org', 'recent')).rejects.toThrow('away');
    expect(events).toEqual(['position', 'read since 500']);
  });

  it('does not read the CRM if nothing was ever written', async () => {
    const { ports, events } = portsOf({ pages, written: 0 });
    expect(await checkWrittenScores(ports, 'org', 'all')).toEqual({ compared: 0, requeued: 0, adopted: 0 });
    expect(events).toEqual([]);
  });
});

describe('checkSummary', () => {
  it('returns the result as a sentence', () => {
    expect(checkSummary({ compared: 1_200, requeued: 0, adopted: 0 })).toBe(
      'The org contains the scores that were written: 1,200 leads compared.',
    );
    expect(checkSummary({ compared: 12, requeued: 1, adopted: 2 })).toContain('1 lead will be written again; 2 leads');
  });
});

describe('checkPeriodically', () => {
  it('checks at the start, and notifies and logs if scores differ', async () => {
    const { ports } = portsOf({ pages });
    const [logged, stop, wake] = [[] as string[], new AbortController(), new WakeSignal()];
    const log = (message: string) => {
      logged.push(message);
      stop.abort();
    };
    await checkPeriodically(ports, 'org', wake, log, 2 ** 30, stop.signal);
    expect(logged).toEqual([expect.stringContaining('2 leads will be written again')]);
    // Notified, so that it does not wait.
    await wake.wait(2 ** 30, new AbortController().signal);
  });

  it('logs repeated failures once and tries again', async () => {
    const stop = new AbortController();
    const logged: string[] = [];
    let reads = 0;
    const { ports } = portsOf({});
    const failing: CheckWrittenPorts = {
      ...ports,
      crmScores: {
        async *readOpenLeads() {
          reads += 1;
          if (reads === 3) stop.abort();
          yield* [];
          throw new Error('below the reserve');
        },
      },
    };
    await checkPeriodically(failing, 'org', new WakeSignal(), (message) => logged.push(message), 1, stop.signal);
    expect(reads).toBe(3);
    expect(logged).toEqual([expect.stringContaining('below the reserve')]);
  });
});
