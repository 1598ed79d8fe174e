import { expect, test } from 'vitest';
import type { Leases, PersonalData, RetentionLimits } from '../ports/index.ts';
import { applyRetention, DEFAULT_RETENTION } from './apply-retention.ts';

const DAY_MS = 86_400_000;
const NOW = 1_000 * DAY_MS;

function ports() {
  const asked: { orgId: string; limits: RetentionLimits }[] = [];
  const held: string[] = [];
  const personalData: PersonalData = {
    exportLead: () => Promise.reject(new Error('not asked for')),
    eraseLead: () => Promise.reject(new Error('not asked for')),
    removeOld: async (orgId, limits) => {
      asked.push({ orgId, limits });
      return { score_log: 3 };
    },
  };
  const leases: Leases = {
    tryAcquire: async (orgId, work) => {
      held.push(`${orgId} ${work}`);
      return { renew: () => Promise.resolve(), release: () => Promise.resolve() };
    },
  };
  return { ports: { personalData, leases, clock: { now: () => NOW } }, asked, held };
}

test('each kind of data goes after its own number of days, under a lease', async () => {
  const { ports: given, asked, held } = ports();
  expect(await applyRetention(given, 'org')).toEqual({ score_log: 3 });
  expect(asked).toEqual([
    {
      orgId: 'org',
      limits: {
        scoresBefore: NOW - 730 * DAY_MS,
        feedbackBefore: NOW - 730 * DAY_MS,
        auditBefore: NOW - 730 * DAY_MS,
        answersBefore: NOW - DAY_MS,
        deletedLeadsBefore: NOW - 30 * DAY_MS,
      },
    },
  ]);
  expect(held).toEqual(['org retention']);
});

test('what is never to go has no limit', async () => {
  const { ports: given, asked } = ports();
  await applyRetention(given, 'org', { ...DEFAULT_RETENTION, scores: null });
  expect(asked[0]?.limits.scoresBefore).toBeUndefined();
  expect(asked[0]?.limits.answersBefore).toBe(NOW - DAY_MS);
});
