import { expect, test } from 'vitest';
import type { LeadHistory } from '@leadlight/lead-features';
import type { LeadScoreUpdate, ScoreLogEntry, UnscoredLead } from '../ports/index.ts';
import { historyOf, NOW, scoringModel, scoringPorts } from '../testing/scoring.ts';
import { scoreChangedLeads } from './score-changed-leads.ts';

const forEver = new AbortController().signal;

/** Ports in memory: marks go with the scores that answer them. */
function portsOf(histories: readonly LeadHistory[], leadIds: readonly string[]) {
  let marks: UnscoredLead[] = leadIds.map((leadId, mark) => ({ leadId, mark }));
  const queued: { entries: readonly ScoreLogEntry[]; updates: readonly LeadScoreUpdate[] }[] = [];
  return {
    ...scoringPorts(histories),
    queued,
    marks: () => marks.map(({ leadId }) => leadId),
    unscoredLeads: { list: (_: string, limit: number) => Promise.resolve(marks.slice(0, limit)) },
    outbox: {
      enqueue: (
        _: string,
        entries: readonly ScoreLogEntry[],
        updates: readonly LeadScoreUpdate[],
        scored: readonly UnscoredLead[] = [],
      ) => {
        queued.push({ entries, updates });
        marks = marks.filter(({ mark }) => !scored.some((each) => each.mark === mark));
        return Promise.resolve(updates.length);
      },
    },
  };
}

const models = { get: () => Promise.resolve(scoringModel) };

test('marked open leads are scored and queued; converted, deleted and unknown ones only lose their mark', async () => {
  const open = historyOf('L1', { LeadSource: 'Referral' });
  const ports = portsOf(
    [open, { ...historyOf('L2', {}), convertedAt: NOW - 1 }, { ...historyOf('L3', {}), isDeleted: true }],
    ['L1', 'L2', 'L3', '003contact'],
  );
  expect(await scoreChangedLeads(ports, 'org', models, forEver)).toBe(1);
  expect(ports.queued).toMatchObject([
    {
      entries: [{ leadId: 'L1', askedBy: 'follow', modelVersion: 7, scoredAt: NOW }],
      updates: [{ leadId: 'L1', modelLabel: 'v7 9f2c41d07be35a68' }],
    },
  ]);
  expect(ports.marks()).toEqual([]);
});

test('many are scored in chunks until no mark is left', async () => {
  const histories = Array.from({ length: 450 }, (_, n) => historyOf(`L${n}`, {}));
  const ports = portsOf(
    histories,
    histories.map(({ leadId }) => leadId),
  );
  expect(await scoreChangedLeads(ports, 'org', models, forEver)).toBe(450);
  expect(ports.queued.map(({ entries }) => entries.length)).toEqual([200, 200, 50]);
});

test('where the CRM’s clock is ahead, a lead is scored on what was entered last all the same', async () => {
  const ahead = NOW + 30_000;
  const change = { field: 'LeadSource', at: ahead, oldValue: 'Web', newValue: 'Referral' };
  const ports = portsOf([{ ...historyOf('L1', { LeadSource: 'Referral' }), changes: [change] }], ['L1']);
  await scoreChangedLeads(ports, 'org', models, forEver);
  expect(ports.queued[0]?.entries).toMatchObject([{ scoredAt: ahead, probability: 0.6 }]);
});

test('a clock that is hours ahead is not believed', async () => {
  const change = { field: 'LeadSource', at: NOW + 5 * 3_600_000, oldValue: 'Web', newValue: 'Referral' };
  const ports = portsOf([{ ...historyOf('L1', { LeadSource: 'Referral' }), changes: [change] }], ['L1']);
  await scoreChangedLeads(ports, 'org', models, forEver);
  expect(ports.queued[0]?.entries[0]?.scoredAt).toBeLessThanOrEqual(NOW + 10 * 60_000);
});

test('where there is no model the marks stay', async () => {
  const ports = portsOf([historyOf('L1', {})], ['L1']);
  const none = { get: () => Promise.reject(new Error('no model')) };
  await expect(scoreChangedLeads(ports, 'org', none, forEver)).rejects.toThrow('no model');
  expect(ports.marks()).toEqual(['L1']);
});
