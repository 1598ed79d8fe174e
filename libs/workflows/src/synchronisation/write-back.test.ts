import { describe, expect, test } from 'vitest';
import {
  noProgress,
  type LeadScoreUpdate,
  type WriteJobs,
  type WriteOutcome,
  type WriteLease,
} from '../ports/index.ts';
import { writeBack, type WriteBackPorts } from './write-back.ts';

const update = (leadId: string, more: Partial<LeadScoreUpdate> = {}): LeadScoreUpdate => ({
  leadId,
  score: 50,
  band: 'C',
  qualified: false,
  probability: 0.1,
  reasons: '[]',
  modelLabel: 'v1 a1b2',
  scoredAt: 1,
  inputHash: 'f00',
  ...more,
});

interface Writing {
  readonly urgent?: readonly string[];
  readonly others?: readonly string[];
  readonly left?: readonly string[];
  /** How a call of these leads goes; written unless it says otherwise. */
  readonly write?: (leadIds: readonly string[], turn: WriteLease) => Promise<readonly WriteOutcome[]> | undefined;
  readonly settle?: (turn: WriteLease) => Promise<readonly string[]>;
  readonly renew?: () => Promise<void>;
}

/** An outbox and a ledger in memory, and what happens, in order. */
function portsOf({ urgent = [], others = [], left = [], write, settle, renew }: Writing) {
  const happened: string[] = [];
  const waiting = {
    urgent: new Map(urgent.map((leadId) => [leadId, update(leadId)])),
    others: new Map(others.map((leadId) => [leadId, update(leadId)])),
  };
  const ledger = new Map(left.map((jobId) => [jobId, { jobId, openedAt: 0 }]));
  const writeJobs: WriteJobs = {
    add: async (_, jobId) => {
      happened.push(`noted ${jobId}`);
      ledger.set(jobId, { jobId, openedAt: 0 });
    },
    list: () => Promise.resolve([...ledger.values()]),
    remove: async (_, jobId) => void ledger.delete(jobId),
  };
  const wellDone = (leadIds: readonly string[]) =>
    Promise.resolve(leadIds.map((leadId) => ({ leadId, outcome: 'written' as const })));
  const ports: WriteBackPorts = {
    writeJobs,
    leases: {
      tryAcquire: () =>
        Promise.resolve({ renew: renew ?? (() => Promise.resolve()), release: () => Promise.resolve() }),
    },
    outbox: {
      enqueue: () => expect.fail('not asked for'),
      pending: () => Promise.resolve([...waiting.urgent.values(), ...waiting.others.values()]),
      urgent: (_, limit, except) =>
        Promise.resolve([...waiting.urgent.values()].filter(({ leadId }) => !except.includes(leadId)).slice(0, limit)),
      async settle(_, settled) {
        for (const { update: each } of settled) {
          waiting.urgent.delete(each.leadId);
          waiting.others.delete(each.leadId);
        }
      },
      counts: () => Promise.resolve({ pending: waiting.urgent.size + waiting.others.size, written: 0, failed: 0 }),
    },
    writer: {
      async endOpenJobs(turn) {
        const jobs = await turn.jobs.list();
        if (jobs.length > 0) happened.push(`settled ${jobs.map(({ jobId }) => jobId).join()}`);
        const told = await settle?.(turn);
        for (const { jobId } of jobs) await turn.jobs.remove(jobId);
        return told ?? [];
      },
      async writeScores(updates, turn) {
        const leadIds = updates.map(({ leadId }) => leadId);
        happened.push(`wrote ${leadIds.join()}`);
        return write?.(leadIds, turn) ?? wellDone(leadIds);
      },
      apiUsage: () => undefined,
    },
  };
  return { ports, happened, waiting, ledger };
}

describe('jobs that a writer before has left behind', () => {
  test('are ended before anything is sent, and what came of it is told', async () => {
    const { ports, happened, ledger } = portsOf({
      others: ['A'],
      left: ['old'],
      settle: () => Promise.resolve(['it was slow']),
    });
    const { leftBehind } = await writeBack(ports, 'org', noProgress);
    expect(happened).toEqual(['settled old', 'wrote A']);
    expect(leftBehind).toContain('it was slow');
    expect(ledger.size).toBe(0);
  });

  test('keep everything back where they cannot be ended', async () => {
    const away = new Error('the org is away');
    const { ports, happened, ledger } = portsOf({ others: ['A'], left: ['old'], settle: () => Promise.reject(away) });
    await expect(writeBack(ports, 'org', noProgress)).rejects.toBe(away);
    expect(happened).toEqual(['settled old']);
    expect([...ledger.keys()]).toEqual(['old']);
  });

  test('are ended, too, where a round of this very process could not see its job to the end', async () => {
    const { ports, happened } = portsOf({
      others: ['A', 'B'],
      write: (leadIds, turn) => {
        if (leadIds.length === 1) return undefined;
        return turn.jobs.add('own').then(
          () =>
            [
              { leadId: 'A', outcome: 'written' },
              { leadId: 'B', outcome: 'retry' },
            ] as const,
        );
      },
    });
    await writeBack(ports, 'org', noProgress);
    expect(happened).toEqual(['wrote A,B', 'noted own', 'settled own', 'wrote B']);
  });

  test('a job is noted before the lease is confirmed: whoever has lost it begins none', async () => {
    const lost = Object.assign(new Error('lost'), { code: 'lease_lost' });
    const { ports, happened, ledger } = portsOf({
      others: ['A'],
      renew: () => Promise.reject(lost),
      write: (_, turn) => turn.jobs.add('own').then(() => expect.fail('it may not begin')),
    });
    await expect(writeBack(ports, 'org', noProgress)).rejects.toBe(lost);
    expect(happened).toEqual(['wrote A', 'noted own']);
    expect([...ledger.keys()]).toEqual(['own']);
  });

  test('are not touched by whoever has lost the lease: they may be a successor’s', async () => {
    const lost = Object.assign(new Error('lost'), { code: 'lease_lost' });
    const { ports, happened, ledger } = portsOf({
      others: ['A'],
      left: ['successor’s'],
      renew: () => Promise.reject(lost),
    });
    await expect(writeBack(ports, 'org', noProgress)).rejects.toBe(lost);
    expect(happened).toEqual([]);
    expect([...ledger.keys()]).toEqual(['successor’s']);
  });
});

describe('urgent updates', () => {
  test('go alone and first', async () => {
    const { ports, happened } = portsOf({ urgent: ['U'], others: ['A'] });
    await writeBack(ports, 'org', noProgress);
    expect(happened).toEqual(['wrote U', 'wrote A']);
  });

  test('do not wait for a batch that takes long', async () => {
    const urgentIsWritten = Promise.withResolvers<void>();
    const { ports, happened, waiting } = portsOf({
      others: ['A'],
      write: (leadIds) => {
        if (leadIds.includes('U')) {
          urgentIsWritten.resolve();
          return undefined;
        }
        waiting.urgent.set('U', update('U'));
        // The batch ends only once the urgent one was written beside it.
        return urgentIsWritten.promise.then(() => [{ leadId: 'A', outcome: 'written' }]);
      },
    });
    expect(await writeBack(ports, 'org', noProgress)).toMatchObject({ written: 2, waiting: 0 });
    expect(happened).toEqual(['wrote A', 'wrote U']);
  });

  test('of a lead that is in the batch wait for its end: two writes must not overtake each other', async () => {
    const inBatch = ['A', 'B'];
    const { ports, happened, waiting } = portsOf({
      others: inBatch,
      write: (leadIds) => {
        if (leadIds.length < 2) return undefined;
        waiting.urgent.set('B', update('B', { score: 60 }));
        waiting.urgent.set('U', update('U'));
        return new Promise((resolve) => {
          const look = setInterval(() => {
            if (waiting.urgent.has('U')) return;
            clearInterval(look);
            resolve([{ leadId: 'A', outcome: 'written' }]);
          }, 5);
        });
      },
    });
    await writeBack(ports, 'org', noProgress);
    expect(happened).toEqual(['wrote A,B', 'wrote U', 'wrote B']);
  });

  test('that the CRM is busy with keep nobody else waiting', async () => {
    const { ports, happened } = portsOf({
      urgent: ['U'],
      others: ['A'],
      write: (leadIds) =>
        leadIds.includes('U')
          ? Promise.resolve(
              leadIds.map((leadId) => ({
                leadId,
                outcome: leadId === 'U' ? ('retry' as const) : ('written' as const),
              })),
            )
          : undefined,
    });
    const { written, waiting } = await writeBack(ports, 'org', noProgress);
    expect(happened.slice(0, 2)).toEqual(['wrote U', 'wrote U,A']);
    expect({ written, waiting }).toEqual({ written: 1, waiting: 1 });
  });
});

test('what the CRM refuses for good is told in its words, and three rounds without progress are enough', async () => {
  const { ports, happened, waiting } = portsOf({
    others: ['A', 'B'],
    write: (leadIds) =>
      Promise.resolve(
        leadIds.map((leadId) =>
          leadId === 'A'
            ? { leadId, outcome: 'failed' as const, message: 'Score needs a phone number' }
            : { leadId, outcome: 'retry' as const },
        ),
      ),
  });
  const result = await writeBack(ports, 'org', noProgress);
  expect(result.failed).toEqual([{ leadId: 'A', message: 'Score needs a phone number' }]);
  expect(happened).toEqual(['wrote A,B', 'wrote B', 'wrote B', 'wrote B']);
  expect([...waiting.others.keys()]).toEqual(['B']);
});

test('what the org refused beside scores that it took is told in its words, each once', async () => {
  const { ports } = portsOf({
    others: ['A', 'B', 'C'],
    write: (leadIds) =>
      Promise.resolve(
        leadIds.map((leadId) => ({
          leadId,
          outcome: 'written' as const,
          ...(leadId !== 'C' && { message: 'history: FIELD_CUSTOM_VALIDATION_EXCEPTION: not on Mondays' }),
        })),
      ),
  });
  expect(await writeBack(ports, 'org', noProgress)).toMatchObject({
    written: 3,
    failed: [],
    remarks: ['history: FIELD_CUSTOM_VALIDATION_EXCEPTION: not on Mondays'],
  });
});
