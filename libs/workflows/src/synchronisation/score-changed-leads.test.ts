import { HOUR_MS, MINUTE_MS } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import type { LeadHistory } from '@leadlight/lead-features';
import type { LeadScoreUpdate, ScoreLogEntry, UnscoredLead } from '../ports/index.ts';
import { historyOf, NOW, scoringModel, scoringPorts } from '../testing/scoring.ts';
import { scoreChangedLeads } from './score-changed-leads.ts';

const neverStop = new AbortController().signal;

/** Ports in memory: enqueued scores remove their marks. */
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

const shadow = { score: () => Promise.resolve([]) };
const models = { get: () => Promise.resolve(scoringModel) };

describe('scoreChangedLeads', () => {
  it('scores and queues marked open leads, and only removes the marks of converted, deleted and unknown ones', async () => {
    const open = historyOf('L1', { LeadSource: 'Referral' });
    const ports = portsOf(
      [open, { ...historyOf('L2', {}), convertedAt: NOW - 1 }, { ...historyOf('L3', {}), isDeleted: true }],
      ['L1', 'L2', 'L3', '003contact'],
    );
    expect(await scoreChangedLeads(ports, 'org', models, shadow, neverStop)).toBe(1);
    expect(ports.queued).toMatchObject([
      {
        entries: [{ subjectId: 'L1', requestedBy: 'follow', modelVersion: 7, scoredAt: NOW }],
        updates: [{ leadId: 'L1', modelLabel: 'v7 9f2c41d07be35a68' }],
      },
    ]);
    expect(ports.marks()).toEqual([]);
  });

  it('scores in chunks until no mark is left', async () => {
    const histories = Array.from({ length: 450 }, (_, n) => historyOf(`L${n}`, {}));
    const ports = portsOf(
      histories,
      histories.map(({ leadId }) => leadId),
    );
    expect(await scoreChangedLeads(ports, 'org', models, shadow, neverStop)).toBe(450);
    expect(ports.queued.map(({ entries }) => entries.length)).toEqual([200, 200, 50]);
  });

  it('scores a lead on its latest state if the CRM’s clock is ahead', async () => {
    const ahead = NOW + 30_000;
    const change = { field: 'LeadSource', at: ahead, oldValue: 'Web', newValue: 'Referral' };
    const ports = portsOf([{ ...historyOf('L1', { LeadSource: 'Referral' }), changes: [change] }], ['L1']);
    await scoreChangedLeads(ports, 'org', models, shadow, neverStop);
    expect(ports.queued[0]?.entries).toMatchObject([{ scoredAt: ahead, probability: 0.6 }]);
  });

  it('ignores changes from a clock that is hours ahead', async () => {
    const change = { field: 'LeadSource', at: NOW + 5 * HOUR_MS, oldValue: 'Web', newValue: 'Referral' };
    const ports = portsOf([{ ...historyOf('L1', { LeadSource: 'Referral' }), changes: [change] }], ['L1']);
    await scoreChangedLeads(ports, 'org', models, shadow, neverStop);
    expect(ports.queued[0]?.entries[0]?.scoredAt).toBeLessThanOrEqual(NOW + 10 * MINUTE_MS);
  });

  it('keeps the marks if there is no model', async () => {
    const ports = portsOf([historyOf('L1', {})], ['L1']);
    const none = { get: () => Promise.reject(new Error('no model')) };
    await expect(scoreChangedLeads(ports, 'org', none, shadow, neverStop)).rejects.toThrow('no model');
    expect(ports.marks()).toEqual(['L1']);
  });
});
