import { DAY_MS } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import type { JobClaims, PersonalData, RetentionLimits } from '../ports/index.ts';
import { applyRetention, DEFAULT_RETENTION } from './apply-retention.ts';

const NOW = 1_000 * DAY_MS;

function setup() {
  const removals: { orgId: string; limits: RetentionLimits }[] = [];
  const acquired: string[] = [];
  const personalData: PersonalData = {
    exportLead: () => Promise.reject(new Error('not called')),
    eraseLead: () => Promise.reject(new Error('not called')),
    removeOld: async (orgId, limits) => {
      removals.push({ orgId, limits });
      return { score_log: 3 };
    },
  };
  const claims: JobClaims = {
    claim: async (orgId, work) => {
      acquired.push(`${orgId} ${work}`);
      return { confirm: () => Promise.resolve(), release: () => Promise.resolve() };
    },
  };
  return { ports: { personalData, claims, clock: { now: () => NOW } }, removals, acquired };
}

describe('applyRetention', () => {
  it('removes each kind of data after its own number of days, under a claim', async () => {
    const { ports, removals, acquired } = setup();
    expect(await applyRetention(ports, 'org')).toEqual({ score_log: 3 });
    expect(removals).toEqual([
      {
        orgId: 'org',
        limits: {
          scoresBefore: NOW - 730 * DAY_MS,
          feedbackBefore: NOW - 730 * DAY_MS,
          auditBefore: NOW - 730 * DAY_MS,
          checksBefore: NOW - 730 * DAY_MS,
          responsesBefore: NOW - DAY_MS,
          deletedLeadsBefore: NOW - 30 * DAY_MS,
        },
      },
    ]);
    expect(acquired).toEqual(['org retention']);
  });

  it('sets no limit for data that is never removed', async () => {
    const { ports, removals } = setup();
    await applyRetention(ports, 'org', { ...DEFAULT_RETENTION, scores: null });
    expect(removals[0]?.limits.scoresBefore).toBeUndefined();
    expect(removals[0]?.limits.responsesBefore).toBe(NOW - DAY_MS);
  });
});
