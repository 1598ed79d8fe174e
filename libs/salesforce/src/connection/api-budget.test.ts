import type { ApiAllowance } from '@leadlight/workflows';
import { describe, expect, it } from 'vitest';
import { SharedBudget } from './api-budget.ts';
import type { SalesforceConnection } from './salesforce-connection.ts';

const LIMIT = 1_000;
const CAP = 900;

/** An org that counts its calls, and reports them in each response. */
class CountingOrg {
  used = 0;
  questions = 0;

  connect(): SalesforceConnection & { call(): void } {
    let sent = 0;
    let reported: number | undefined;
    const call = () => {
      sent += 1;
      this.used += 1;
      reported = this.used;
    };
    return {
      orgId: '00D000000000001EAA',
      requestsSent: () => sent,
      apiUsage: () => (reported === undefined ? undefined : { used: reported, limit: LIMIT }),
      apiUsageAgeMs: () => (reported === undefined ? undefined : 0),
      request: () => {
        this.questions += 1;
        call();
        return Promise.resolve({ status: 200, headers: {}, body: '' });
      },
      call,
    } as Partial<SalesforceConnection> as SalesforceConnection & { call(): void };
  }
}

/** Follows the rules that the contract test of storage proves. */
function inMemoryAllowance(): ApiAllowance & { statements: number } {
  let used: number | undefined;
  const blocks = new Map<string, number>();
  const sum = () => [...blocks.values()].reduce((all, calls) => all + calls, 0);
  const report = (reported?: number) => (used = Math.max(used ?? 0, reported ?? 0));
  return {
    statements: 0,
    async reserve(_, { holder, calls, reported }) {
      this.statements += 1;
      report(reported?.used);
      blocks.delete(holder);
      const granted = Math.max(0, Math.min(calls, CAP - used! - sum()));
      blocks.set(holder, granted);
      return Promise.resolve(granted);
    },
    async giveBack(_, holder, reported) {
      report(reported?.used);
      blocks.delete(holder);
      return Promise.resolve();
    },
    find: () => Promise.resolve({ reserved: sum(), usage: undefined }),
  };
}

/** A fixed sequence of numbers 0 ≤ x < 1. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

describe('SharedBudget', () => {
  it.each([1, 2, 3, 4, 5])('lets several processes together never exceed the cap (seed %i)', async (seed) => {
    const random = numbers(seed);
    const org = new CountingOrg();
    const allowance = inMemoryAllowance();
    const start = () => {
      const connection = org.connect();
      return { connection, budget: new SharedBudget(connection, allowance) };
    };
    const processes = Array.from({ length: 8 }, start);
    let killed = 0;
    for (let n = 0; n < 5_000; n++) {
      const index = Math.floor(random() * processes.length);
      const { connection, budget } = processes[index]!;
      const fate = random();
      if (fate < 0.002 && killed < 10) {
        killed += 1;
        processes[index] = start();
      } else if (fate < 0.01) {
        await budget.giveBack();
        processes[index] = start();
      } else if (await budget.mayCall()) for (let call = 0; call < 1 + random() * 3; call++) connection.call();
      expect(org.used - org.questions).toBeLessThanOrEqual(CAP);
    }
    for (const { budget } of processes) await budget.giveBack();
    // A killed process loses its block at most.
    expect(org.used).toBeGreaterThan(CAP - (killed + 1) * 20);
  });

  it('reserves 20 calls at a time', async () => {
    const allowance = inMemoryAllowance();
    const connection = new CountingOrg().connect();
    const budget = new SharedBudget(connection, allowance);
    for (let n = 0; n < 340; n++) {
      expect(await budget.mayCall()).toBe(true);
      connection.call();
    }
    expect(allowance.statements).toBe(20);
  });

  it('asks the org where a report of the past leaves no call', async () => {
    const allowance = inMemoryAllowance();
    const org = new CountingOrg();
    let past: number | undefined = CAP;
    const budget = new SharedBudget(org.connect(), {
      ...allowance,
      reserve: (orgId, given) => {
        if (given.reported) past = undefined;
        return past === undefined ? allowance.reserve(orgId, given) : Promise.resolve(0);
      },
    });
    expect(await budget.mayCall()).toBe(true);
    expect(org.questions).toBe(1);
  });

  it('renews a reservation after an hour', async () => {
    const allowance = inMemoryAllowance();
    let now = 0;
    const timing = { elapsedMs: () => now };
    const budget = new SharedBudget(new CountingOrg().connect(), allowance, { timing });
    await budget.mayCall();
    now = 3_600_001;
    await budget.mayCall();
    expect(allowance.statements).toBe(2);
  });

  it('asks again after storage failed', async () => {
    const allowance = inMemoryAllowance();
    const budget = new SharedBudget(new CountingOrg().connect(), {
      ...allowance,
      reserve: () => Promise.reject(new Error('away')),
    });
    await expect(budget.mayCall()).rejects.toThrow('away');
    await expect(budget.mayCall()).rejects.toThrow('away');
  });
});
