import { describe, expect, it } from 'vitest';
import {
  noProgress,
  type LeadScoreUpdate,
  type WriteJobs,
  type WriteOutcome,
  type WriteClaim,
} from '../ports/index.ts';
import { ClaimLostError } from '../testing/claim-lost-error.ts';
import { writeBack, type WriteBackPorts } from './write-back.ts';

const update = (leadId: string, more: Partial<LeadScoreUpdate> = {}): LeadScoreUpdate => ({
  leadId,
  score: 50,
  band: 'C',
  qualified: false,
  probability: 0.1,
  unranked: null,
  reasons: '[]',
  modelLabel: 'v1 a1b2',
  scoredAt: 1,
  inputHash: 'f00',
  ...more,
});

interface Writing {
  readonly urgent?: readonly string[];
  readonly others?: readonly string[];
  readonly openJobs?: readonly string[];
  /** The outcomes of a call with these leads; undefined = written. */
  readonly write?: (leadIds: readonly string[], claim: WriteClaim) => Promise<readonly WriteOutcome[]> | undefined;
  readonly settle?: (claim: WriteClaim) => Promise<readonly string[]>;
  readonly confirm?: () => Promise<void>;
}

/** An outbox and a ledger in memory; records in order what is called. */
function portsOf({ urgent = [], others = [], openJobs = [], write, settle, confirm }: Writing) {
  const events: string[] = [];
  const waiting = {
    urgent: new Map(urgent.map((leadId) => [leadId, update(leadId)])),
    others: new Map(others.map((leadId) => [leadId, update(leadId)])),
  };
  const ledger = new Map(openJobs.map((jobId) => [jobId, { jobId, ageMs: 0 }]));
  const writeJobs: WriteJobs = {
    add: async (_, jobId) => {
      events.push(`added ${jobId}`);
      ledger.set(jobId, { jobId, ageMs: 0 });
    },
    list: () => Promise.resolve([...ledger.values()]),
    remove: async (_, jobId) => void ledger.delete(jobId),
  };
  const allWritten = (leadIds: readonly string[]) =>
    Promise.resolve(leadIds.map((leadId) => ({ leadId, outcome: 'written' as const })));
  const ports: WriteBackPorts = {
    writeJobs,
    claims: {
      claim: () => Promise.resolve({ confirm: confirm ?? (() => Promise.resolve()), release: () => Promise.resolve() }),
    },
    outbox: {
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
      async endOpenJobs(claim) {
        const jobs = await claim.jobs.list();
        if (jobs.length > 0) events.push(`ended ${jobs.map(({ jobId }) => jobId).join()}`);
        const messages = await settle?.(claim);
        for (const { jobId } of jobs) await claim.jobs.remove(jobId);
        return messages ?? [];
      },
      async writeScores(updates, claim) {
        const leadIds = updates.map(({ leadId }) => leadId);
        events.push(`wrote ${leadIds.join()}`);
        return write?.(leadIds, claim) ?? allWritten(leadIds);
      },
      apiUsage: () => undefined,
    },
  };
  return { ports, events, waiting, ledger };
}

describe('writeBack with open jobs', () => {
  it('ends the jobs of an earlier writer before it sends anything, and returns their messages', async () => {
    const { ports, events, ledger } = portsOf({
      others: ['A'],
      openJobs: ['old'],
      settle: () => Promise.resolve(['it was slow']),
    });
    const { leftoverJobs } = await writeBack(ports, 'org', noProgress);
    expect(events).toEqual(['ended old', 'wrote A']);
    expect(leftoverJobs).toContain('it was slow');
    expect(ledger.size).toBe(0);
  });

  it('calls back once, as soon as the first updates are written', async () => {
    const { ports, events } = portsOf({ urgent: ['U'], others: ['A'] });
    const onFirstWritten = () => events.push('first written');
    await writeBack(ports, 'org', noProgress, { onFirstWritten });
    expect(events).toEqual(['wrote U', 'first written', 'wrote A']);
  });

  it('leaves what is not urgent in the outbox where only urgent updates are asked for', async () => {
    const { ports, events } = portsOf({ urgent: ['U', 'V'], others: ['A'] });
    const { written, waiting } = await writeBack(ports, 'org', noProgress, { urgentOnly: true });
    expect(events).toEqual(['wrote U,V']);
    expect([written, waiting]).toEqual([2, 1]);
  });

  it('does not call back if there is nothing to write', async () => {
    const { ports } = portsOf({});
    await writeBack(ports, 'org', noProgress, { onFirstWritten: () => expect.fail('nothing was written') });
  });

  it('sends nothing if the jobs cannot be ended', async () => {
    const away = new Error('the org is away');
    const { ports, events, ledger } = portsOf({ others: ['A'], openJobs: ['old'], settle: () => Promise.reject(away) });
    await expect(writeBack(ports, 'org', noProgress)).rejects.toBe(away);
    expect(events).toEqual(['ended old']);
    expect([...ledger.keys()]).toEqual(['old']);
  });

  it('ends the jobs of its own earlier rounds', async () => {
    const { ports, events } = portsOf({
      others: ['A', 'B'],
      write: (leadIds, claim) => {
        if (leadIds.length === 1) return undefined;
        return claim.jobs.add('own').then(
          () =>
            [
              { leadId: 'A', outcome: 'written' },
              { leadId: 'B', outcome: 'retry' },
            ] as const,
        );
      },
    });
    await writeBack(ports, 'org', noProgress);
    expect(events).toEqual(['wrote A,B', 'added own', 'ended own', 'wrote B']);
  });

  it('adds a job before it confirms the claim, and starts none after the claim is lost', async () => {
    const lost = new ClaimLostError();
    const { ports, events, ledger } = portsOf({
      others: ['A'],
      confirm: () => Promise.reject(lost),
      write: (_, claim) => claim.jobs.add('own').then(() => expect.fail('it must not start')),
    });
    await expect(writeBack(ports, 'org', noProgress)).rejects.toBe(lost);
    expect(events).toEqual(['wrote A', 'added own']);
    expect([...ledger.keys()]).toEqual(['own']);
  });

  it('does not touch the jobs of a successor after the claim is lost', async () => {
    const lost = new ClaimLostError();
    const { ports, events, ledger } = portsOf({
      others: ['A'],
      openJobs: ['successor’s'],
      confirm: () => Promise.reject(lost),
    });
    await expect(writeBack(ports, 'org', noProgress)).rejects.toBe(lost);
    expect(events).toEqual([]);
    expect([...ledger.keys()]).toEqual(['successor’s']);
  });
});

describe('writeBack with urgent updates', () => {
  it('sends them alone and first', async () => {
    const { ports, events } = portsOf({ urgent: ['U'], others: ['A'] });
    await writeBack(ports, 'org', noProgress);
    expect(events).toEqual(['wrote U', 'wrote A']);
  });

  it('sends them during a long batch', async () => {
    const urgentIsWritten = Promise.withResolvers<void>();
    const { ports, events, waiting } = portsOf({
      others: ['A'],
      write: (leadIds) => {
        if (leadIds.includes('U')) {
          urgentIsWritten.resolve();
          return undefined;
        }
        waiting.urgent.set('U', update('U'));
        // The batch ends only once the urgent one is written.
        return urgentIsWritten.promise.then(() => [{ leadId: 'A', outcome: 'written' }]);
      },
    });
    expect(await writeBack(ports, 'org', noProgress)).toMatchObject({ written: 2, waiting: 0 });
    expect(events).toEqual(['wrote A', 'wrote U']);
  });

  it('sends them after a batch that contains their lead', async () => {
    const inBatch = ['A', 'B'];
    const { ports, events, waiting } = portsOf({
      others: inBatch,
      write: (leadIds) => {
        if (leadIds.length < 2) return undefined;
        waiting.urgent.set('B', update('B', { score: 60 }));
        waiting.urgent.set('U', update('U'));
        return new Promise((resolve) => {
          const poll = setInterval(() => {
            if (waiting.urgent.has('U')) return;
            clearInterval(poll);
            resolve([{ leadId: 'A', outcome: 'written' }]);
          }, 5);
        });
      },
    });
    await writeBack(ports, 'org', noProgress);
    expect(events).toEqual(['wrote A,B', 'wrote U', 'wrote B']);
  });

  it('continues with other updates if the CRM is busy with them', async () => {
    const { ports, events } = portsOf({
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
    expect(events.slice(0, 2)).toEqual(['wrote U', 'wrote U,A']);
    expect({ written, waiting }).toEqual({ written: 1, waiting: 1 });
  });
});

describe('writeBack', () => {
  it('returns the CRM’s messages for rejected updates, and stops after three rounds without progress', async () => {
    const { ports, events, waiting } = portsOf({
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
    expect(events).toEqual(['wrote A,B', 'wrote B', 'wrote B', 'wrote B']);
    expect([...waiting.others.keys()]).toEqual(['B']);
  });

  it('returns each message about something rejected next to a written score once', async () => {
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
      warnings: ['history: FIELD_CUSTOM_VALIDATION_EXCEPTION: not on Mondays'],
    });
  });
});
