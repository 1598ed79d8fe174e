import { DAY_MS } from '@leadlight/common';
import { type JobClaim, type OrgEntry, type RetentionLimits } from '@leadlight/workflows';
import { exampleError } from '@leadlight/workflows/testing';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { startRetention } from './retention-schedule.ts';

const log = pino({ level: 'silent' });
const orgOf = (orgId: string): OrgEntry => ({ orgId, fields: [], lastSyncedAt: null });
const claim: JobClaim = { confirm: () => Promise.resolve(), release: () => Promise.resolve() };

function ports(orgsInProgress: readonly string[] = []) {
  const removed: { readonly orgId: string; readonly limits: RetentionLimits }[] = [];
  return {
    removed,
    orgs: { list: () => Promise.resolve([orgOf('org-a'), orgOf('org-b')]) },
    claims: {
      claim: (orgId: string) =>
        orgsInProgress.includes(orgId) ? Promise.reject(exampleError('work_in_progress')) : Promise.resolve(claim),
    },
    personalData: {
      exportLead: () => Promise.resolve(undefined),
      eraseLead: () => Promise.resolve({}),
      removeOld: (orgId: string, limits: RetentionLimits) => {
        removed.push({ orgId, limits });
        return Promise.resolve({ score_log: 1 });
      },
    },
    clock: { now: () => 1_000 * DAY_MS },
  };
}

describe('retention', () => {
  it('runs for every org when the service starts, with the documented periods', async () => {
    const given = ports();
    const retention = startRetention(given, log);
    await expect.poll(() => given.removed.length).toBe(2);
    await retention.stop();
    expect(given.removed[0]).toMatchObject({ orgId: 'org-a', limits: { responsesBefore: 999 * DAY_MS } });
  });

  it('skips an org that another process works on', async () => {
    const given = ports(['org-a']);
    const retention = startRetention(given, log);
    await expect.poll(() => given.removed.map(({ orgId }) => orgId)).toEqual(['org-b']);
    await retention.stop();
  });

  it('does not end the service where storage is unavailable', async () => {
    const given = { ...ports(), orgs: { list: () => Promise.reject(new Error('down')) } };
    await expect(startRetention(given, log).stop()).resolves.toBeUndefined();
  });
});
