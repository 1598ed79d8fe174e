import { HOUR_MS } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import type { OrgJob, StepTimes } from '../ports/index.ts';
import { planOrgJobs } from './plan-org-jobs.ts';
import { runNextOrgJob } from './run-next-org-job.ts';

const NOW = Date.UTC(2026, 10, 30);
const clock = { now: () => NOW };

describe('planOrgJobs', () => {
  const ended = (endedAt: number | null): StepTimes => ({ startedAt: 1, endedAt, failure: null });

  it('sends the step where it never ended, ended long enough ago, or was stored before the clock was set back', async () => {
    const sent: string[] = [];
    const ports = {
      clock,
      orgSteps: {
        list: async () =>
          new Map([
            ['recent', ended(NOW - HOUR_MS + 1)],
            ['old', ended(NOW - HOUR_MS)],
            ['killed', ended(null)],
            ['future', ended(NOW + 2 * HOUR_MS)],
          ]),
      },
      jobQueue: { sendAll: async (orgIds: readonly string[]) => sent.push(...orgIds) },
    };
    const orgs = ['new', 'recent', 'old', 'killed', 'future'];
    expect(await planOrgJobs(ports, orgs, 'schedule', HOUR_MS)).toBe(4);
    expect(sent).toEqual(['new', 'old', 'killed', 'future']);
  });

  it('counts only what it has sent, not what waits or runs', async () => {
    const ports = { clock, orgSteps: { list: async () => new Map() }, jobQueue: { sendAll: async () => 0 } };
    expect(await planOrgJobs(ports, ['one', 'two'], 'schedule', HOUR_MS)).toBe(0);
  });
});

describe('runNextOrgJob', () => {
  const job: OrgJob = { id: 'j1', attempt: 0, orgId: 'org', step: 'schedule' };

  function portsOf({ waiting = true, alive = (): boolean => true } = {}) {
    const calls: string[] = [];
    const ports = {
      clock,
      orgSteps: {
        save: async (orgId: string, step: string, { endedAt, failure }: StepTimes) =>
          void calls.push(`${orgId} ${step} ${endedAt === null ? 'starts' : `ends ${failure ?? 'well'}`}`),
      },
      jobQueue: {
        fetch: async () => (waiting ? job : undefined),
        touch: async () => calls.push('touch') > 0 && alive(),
        supervise: async () => undefined,
        complete: async () => void calls.push('complete'),
        fail: async (_job: OrgJob, reason: string) => void calls.push(`fail ${reason}`),
      },
    };
    return { ports, calls };
  }
  const { signal: never } = new AbortController();

  it('is undefined where no job waits', async () => {
    const { ports, calls } = portsOf({ waiting: false });
    expect(await runNextOrgJob(ports, () => expect.fail('no job'), never)).toBeUndefined();
    expect(calls).toEqual([]);
  });

  it('completes a job that was done', async () => {
    const { ports, calls } = portsOf();
    expect(await runNextOrgJob(ports, async () => undefined, never)).toEqual({ job });
    expect(calls).toEqual(['org schedule starts', 'org schedule ends well', 'complete']);
  });

  it('fails a job with the reason, so that it is tried again', async () => {
    const { ports, calls } = portsOf();
    const ran = await runNextOrgJob(ports, () => Promise.reject(new Error('The org is away.')), never);
    expect(ran).toEqual({ job, failure: 'The org is away.' });
    expect(calls).toEqual(['org schedule starts', 'org schedule ends The org is away.', 'fail The org is away.']);
  });

  it('leaves the job to another worker when it is stopped', async () => {
    const { ports, calls } = portsOf();
    const stop = new AbortController();
    const ran = runNextOrgJob(
      ports,
      async (_job, signal) => {
        stop.abort();
        signal.throwIfAborted();
      },
      stop.signal,
    );
    expect(await ran).toMatchObject({ failure: 'The worker was stopped.' });
    expect(calls.at(-1)).toBe('fail The worker was stopped.');
  });

  it('stops the work, and ends nothing, once another worker has the job', async () => {
    const { ports, calls } = portsOf({ alive: () => calls.filter((call) => call === 'touch').length < 2 });
    const work = (_job: OrgJob, signal: AbortSignal) =>
      new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    const ran = await runNextOrgJob(ports, work, never, 1);
    expect(ran?.failure).toBe('The job was cancelled, or another worker has taken it over.');
    expect(calls.filter((call) => call !== 'touch')).toEqual(['org schedule starts']);
  });
});
