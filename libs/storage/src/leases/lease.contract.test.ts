import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { HOUR_MS } from '@leadlight/common';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { openStorage, type Storage } from '../open-storage.ts';
import { describeOnEveryDatabase } from '../testing/every-database.ts';
import { leaseRepository } from './lease.repository.ts';
import { findProcessIdentity } from './process-identity.ts';

/** Long enough that no lease expires during these tests. */
const DURATION_MS = HOUR_MS;

/** Lets time pass for a lease: its expiry comes closer. */
const pass = (storage: Storage, org: string, ms: number) =>
  sql`update lease set expires_at = expires_at - ${ms}::int8 where org_id = ${org}`.execute(storage.db);

describeOnEveryDatabase('leases', (given) => {
  it('have one holder at a time for each org and kind of work', async () => {
    const { storage, newOrg } = given();
    const [org, other] = [newOrg(), newOrg()];
    const tries = await Promise.all([1, 2, 3, 4].map(() => storage.leases.tryAcquire(org, 'sync', DURATION_MS)));
    expect(tries.filter((lease) => lease !== undefined)).toHaveLength(1);
    expect(await storage.leases.tryAcquire(org, 'train', DURATION_MS)).toBeDefined();
    expect(await storage.leases.tryAcquire(other, 'sync', DURATION_MS)).toBeDefined();
  });

  it('are free immediately after release', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await (await storage.leases.tryAcquire(org, 'sync', DURATION_MS))?.release();
    expect(await storage.leases.tryAcquire(org, 'sync', DURATION_MS)).toBeDefined();
  });

  it('outlast their first expiry when they are renewed', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const lease = await storage.leases.tryAcquire(org, 'sync', DURATION_MS);
    await pass(storage, org, 0.9 * DURATION_MS);
    await lease?.renew();
    await pass(storage, org, 0.9 * DURATION_MS);
    expect(await storage.leases.tryAcquire(org, 'sync', DURATION_MS)).toBeUndefined();
  });

  it('expire by the database’s clock, not by those of the machines', async () => {
    const { storage, newOrg, where } = given();
    const org = newOrg();
    const open = (now: number) => openStorage({ ...where, clock: { now: () => now } });
    const [early, late] = [await open(Date.UTC(2020, 0, 1)), await open(Date.UTC(2040, 0, 1))];
    try {
      const lease = await early.leases.tryAcquire(org, 'sync', DURATION_MS);
      expect(await late.leases.tryAcquire(org, 'sync', DURATION_MS)).toBeUndefined();
      await lease?.release();
      await late.leases.tryAcquire(org, 'sync', DURATION_MS);
      expect(await early.leases.tryAcquire(org, 'sync', DURATION_MS)).toBeUndefined();
      await pass(storage, org, DURATION_MS);
      expect(await early.leases.tryAcquire(org, 'sync', DURATION_MS)).toBeDefined();
    } finally {
      await Promise.all([early.close(), late.close()]);
    }
  });

  it.skipIf(findProcessIdentity(process.pid) === undefined)(
    'are free as soon as the process that holds them is killed, and not before',
    async () => {
      const { storage, newOrg } = given();
      const org = newOrg();
      const owner = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1_000)'], { stdio: 'ignore' });
      await once(owner, 'spawn');
      const leases = leaseRepository(storage.db, findProcessIdentity(owner.pid!));
      const lost = await leases.tryAcquire(org, 'sync', DURATION_MS);
      expect(await storage.leases.tryAcquire(org, 'sync', DURATION_MS)).toBeUndefined();
      owner.kill('SIGKILL');
      await once(owner, 'exit');
      const tries = await Promise.all([1, 2, 3].map(() => storage.leases.tryAcquire(org, 'sync', DURATION_MS)));
      expect(tries.filter((lease) => lease !== undefined)).toHaveLength(1);
      await expect(lost?.renew()).rejects.toMatchObject({ code: 'lease_lost' });
    },
  );

  it('of a process elsewhere that ended are free although the database’s clock was set back since', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const lost = await storage.leases.tryAcquire(org, 'sync', DURATION_MS);
    await pass(storage, org, -HOUR_MS);
    expect(await storage.leases.tryAcquire(org, 'sync', DURATION_MS)).toBeDefined();
    await expect(lost?.renew()).rejects.toMatchObject({ code: 'lease_lost' });
  });

  it('are taken over after they expire, and the former holder can neither renew nor release them', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const lost = await storage.leases.tryAcquire(org, 'sync', DURATION_MS);
    await pass(storage, org, DURATION_MS);
    const tries = await Promise.all([1, 2, 3].map(() => storage.leases.tryAcquire(org, 'sync', DURATION_MS)));
    expect(tries.filter((lease) => lease !== undefined)).toHaveLength(1);
    await expect(lost?.renew()).rejects.toMatchObject({ code: 'lease_lost', facts: { orgId: org, work: 'sync' } });
    await lost?.release();
    expect(await storage.leases.tryAcquire(org, 'sync', DURATION_MS)).toBeUndefined();
  });
});
