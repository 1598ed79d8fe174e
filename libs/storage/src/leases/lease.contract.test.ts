import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';
import { leaseRepository } from './lease.repository.ts';
import { findProcessIdentity } from './process-identity.ts';

describeOnEveryDatabase('leases', (given) => {
  test('one holder at a time, per org and work', async () => {
    const { storage, newOrg } = given();
    const [org, other] = [newOrg(), newOrg()];
    const tries = await Promise.all([1, 2, 3, 4].map(() => storage.leases.tryAcquire(org, 'sync', 1_000)));
    expect(tries.filter((lease) => lease !== undefined)).toHaveLength(1);
    expect(await storage.leases.tryAcquire(org, 'train', 1_000)).toBeDefined();
    expect(await storage.leases.tryAcquire(other, 'sync', 1_000)).toBeDefined();
  });

  test('a released lease is free at once', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await (await storage.leases.tryAcquire(org, 'sync', 1_000))?.release();
    expect(await storage.leases.tryAcquire(org, 'sync', 1_000)).toBeDefined();
  });

  test('renewing keeps a lease past its first expiry', async () => {
    const { storage, newOrg, clock } = given();
    const org = newOrg();
    const lease = await storage.leases.tryAcquire(org, 'sync', 1_000);
    clock.advance(900);
    await lease?.renew();
    clock.advance(900);
    expect(await storage.leases.tryAcquire(org, 'sync', 1_000)).toBeUndefined();
  });

  test.skipIf(findProcessIdentity(process.pid) === undefined)(
    'a lease of a process that was killed is free at once, and until then it is not',
    async () => {
      const { storage, newOrg, clock } = given();
      const org = newOrg();
      const owner = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1_000)'], { stdio: 'ignore' });
      await once(owner, 'spawn');
      const leases = leaseRepository(storage.db, clock, findProcessIdentity(owner.pid!));
      const dead = await leases.tryAcquire(org, 'sync', 1_000);
      expect(await storage.leases.tryAcquire(org, 'sync', 1_000)).toBeUndefined();
      owner.kill('SIGKILL');
      await once(owner, 'exit');
      const takers = await Promise.all([1, 2, 3].map(() => storage.leases.tryAcquire(org, 'sync', 1_000)));
      expect(takers.filter((lease) => lease !== undefined)).toHaveLength(1);
      await expect(dead?.renew()).rejects.toMatchObject({ code: 'lease_lost' });
    },
  );

  test("a dead owner's lease is taken over when it expires, and the former owner can neither renew nor release it", async () => {
    const { storage, newOrg, clock } = given();
    const org = newOrg();
    const dead = await storage.leases.tryAcquire(org, 'sync', 1_000);
    clock.advance(1_000);
    const takers = await Promise.all([1, 2, 3].map(() => storage.leases.tryAcquire(org, 'sync', 5_000)));
    expect(takers.filter((lease) => lease !== undefined)).toHaveLength(1);
    await expect(dead?.renew()).rejects.toMatchObject({ code: 'lease_lost', failure: { orgId: org, work: 'sync' } });
    await dead?.release();
    expect(await storage.leases.tryAcquire(org, 'sync', 1_000)).toBeUndefined();
  });
});
