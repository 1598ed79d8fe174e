import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { HOUR_MS } from '@leadlight/common';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { openStorage, type Storage } from '../open-storage.ts';
import { describeOnEveryDatabase } from '../testing/every-database.ts';
import { jobClaims } from './job-claims.ts';
import { findProcessIdentity } from './process-identity.ts';

/** Long enough that no claim expires during these tests. */
const EXPIRY_MS = HOUR_MS;
const claimsOf = ({ db }: Storage) => jobClaims(db, { expiryMs: EXPIRY_MS });

/** Lets time pass for the claims of an org: their expiry comes closer. */
const pass = (storage: Storage, org: string, ms: number) =>
  sql`
    update leadlight_queue.job set heartbeat_on = heartbeat_on - ${ms} * interval '1 ms'
    where name = 'claim' and singleton_key like ${`${org}/%`}`.execute(storage.db.withoutPlugins());

describeOnEveryDatabase('claims of steps', (given) => {
  it('have one holder at a time for each org and kind of work', async () => {
    const { storage, newOrg } = given();
    const [org, other] = [newOrg(), newOrg()];
    const tries = await Promise.all([1, 2, 3, 4].map(() => claimsOf(storage).claim(org, 'sync')));
    expect(tries.filter((claim) => claim !== undefined)).toHaveLength(1);
    expect(await claimsOf(storage).claim(org, 'train')).toBeDefined();
    expect(await claimsOf(storage).claim(other, 'sync')).toBeDefined();
  });

  it('are free immediately after release', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await (await claimsOf(storage).claim(org, 'sync'))?.release();
    expect(await claimsOf(storage).claim(org, 'sync')).toBeDefined();
  });

  it('outlast their first expiry when they are confirmed', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const claim = await claimsOf(storage).claim(org, 'sync');
    await pass(storage, org, 0.9 * EXPIRY_MS);
    await claim?.confirm();
    await pass(storage, org, 0.9 * EXPIRY_MS);
    expect(await claimsOf(storage).claim(org, 'sync')).toBeUndefined();
  });

  it('expire by the database’s clock, not by those of the machines', async () => {
    const { storage, newOrg, where } = given();
    const org = newOrg();
    const open = (now: number) => openStorage({ ...where, clock: { now: () => now } });
    const [early, late] = [await open(Date.UTC(2020, 0, 1)), await open(Date.UTC(2040, 0, 1))];
    try {
      const claim = await claimsOf(early).claim(org, 'sync');
      expect(await claimsOf(late).claim(org, 'sync')).toBeUndefined();
      await claim?.release();
      await claimsOf(late).claim(org, 'sync');
      expect(await claimsOf(early).claim(org, 'sync')).toBeUndefined();
      await pass(storage, org, EXPIRY_MS);
      expect(await claimsOf(early).claim(org, 'sync')).toBeDefined();
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
      const claims = jobClaims(storage.db, { identity: findProcessIdentity(owner.pid!), expiryMs: EXPIRY_MS });
      const lost = await claims.claim(org, 'sync');
      expect(await claimsOf(storage).claim(org, 'sync')).toBeUndefined();
      owner.kill('SIGKILL');
      await once(owner, 'exit');
      const tries = await Promise.all([1, 2, 3].map(() => claimsOf(storage).claim(org, 'sync')));
      expect(tries.filter((claim) => claim !== undefined)).toHaveLength(1);
      await expect(lost?.confirm()).rejects.toMatchObject({ code: 'claim_lost' });
    },
  );

  it('of a process elsewhere that ended are free although the database’s clock was set back since', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const lost = await claimsOf(storage).claim(org, 'sync');
    await pass(storage, org, -2 * EXPIRY_MS);
    expect(await claimsOf(storage).claim(org, 'sync')).toBeDefined();
    await expect(lost?.confirm()).rejects.toMatchObject({ code: 'claim_lost' });
  });

  it('are taken over after they expire, and the former holder can neither confirm nor release them', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const lost = await claimsOf(storage).claim(org, 'sync');
    await pass(storage, org, EXPIRY_MS);
    const tries = await Promise.all([1, 2, 3].map(() => claimsOf(storage).claim(org, 'sync')));
    expect(tries.filter((claim) => claim !== undefined)).toHaveLength(1);
    await expect(lost?.confirm()).rejects.toMatchObject({ code: 'claim_lost', facts: { orgId: org, work: 'sync' } });
    await lost?.release();
    expect(await claimsOf(storage).claim(org, 'sync')).toBeUndefined();
  });
});
