import { seededRandom, DAY_MS } from '@leadlight/common';
import { goalReachedAt, type Goal, type LeadHistory } from '@leadlight/lead-features';
import type { ConversionCount, HistoryRecord } from '@leadlight/workflows';
import { expect, it } from 'vitest';
import { describeOnEveryDatabase, type StorageUnderTest } from '../testing/every-database.ts';
import { fieldChangeRecord, leadRecord, opportunityRecord, scoreEntry } from '../testing/records.ts';

const NOW = Date.UTC(2026, 10, 1);
const daysAgo = (days: number) => NOW - days * DAY_MS;
const NOTHING = { settled: 0, reached: 0, unsettled: 0, unsettledReached: 0, scored: 0, scoredReached: 0, expected: 0 };

describeOnEveryDatabase('conversion counts', (given) => {
  it('leave leads out of the rate until their horizon has passed, also those that converted early', async () => {
    const { append, count } = open(given());
    await append(
      leadRecord({ id: 'L1', createdAt: daysAgo(100), convertedAt: daysAgo(90), fields: { OwnerId: '005A' } }),
      leadRecord({ id: 'L2', createdAt: daysAgo(100), convertedAt: daysAgo(20), fields: { OwnerId: '005A' } }),
      leadRecord({ id: 'L3', createdAt: daysAgo(100), fields: { OwnerId: '005A' } }),
      leadRecord({ id: 'L4', createdAt: daysAgo(10), convertedAt: daysAgo(5), fields: { OwnerId: '005A' } }),
      leadRecord({ id: 'L5', createdAt: daysAgo(10), fields: { OwnerId: '005B' } }),
      leadRecord({ id: 'L6', createdAt: daysAgo(100), fields: {} }),
      leadRecord({ id: 'L7', createdAt: daysAgo(100), deleted: true, fields: { OwnerId: '005A' } }),
    );
    expect(await count('rep')).toEqual([
      { ...NOTHING, key: '005A', settled: 3, reached: 1, unsettled: 1, unsettledReached: 1 },
      { ...NOTHING, key: '005B', unsettled: 1 },
      { ...NOTHING, key: null, settled: 1 },
    ]);
  });

  it('use the newest fields, which a version after a written score does not repeat', async () => {
    const { append, count } = open(given());
    await append(
      leadRecord({ id: 'L1', createdAt: daysAgo(100), changedAt: daysAgo(90), fields: { LeadSource: 'Web' } }),
      leadRecord({ id: 'L1', createdAt: daysAgo(100), changedAt: daysAgo(80), fields: { LeadSource: 'Referral' } }),
      leadRecord({ id: 'L1', createdAt: daysAgo(100), changedAt: daysAgo(70), fields: { LeadSource: 'Referral' } }),
    );
    expect(await count('source')).toEqual([{ ...NOTHING, key: 'Referral', settled: 1 }]);
  });

  it('are of the month of creation in UTC', async () => {
    const { append, count } = open(given());
    await append(
      leadRecord({ id: 'L1', createdAt: Date.UTC(2026, 0, 31, 23, 59) }),
      leadRecord({ id: 'L2', createdAt: Date.UTC(2026, 1, 1) }),
    );
    expect(await count('month')).toMatchObject([
      { key: '2026-01', settled: 1 },
      { key: '2026-02', settled: 1 },
    ]);
  });

  it('compare the earliest score of a lead with what came of it', async () => {
    const { append, count, score, saveModel } = open(given());
    await saveModel('m1', { goal: 'converted', horizonDays: 60 });
    await saveModel('other', { goal: 'won', horizonDays: 60 });
    await append(
      leadRecord({ id: 'L1', createdAt: daysAgo(100), convertedAt: daysAgo(40) }),
      leadRecord({ id: 'L2', createdAt: daysAgo(100) }),
      leadRecord({ id: 'L3', createdAt: daysAgo(100) }),
      leadRecord({ id: 'L4', createdAt: daysAgo(100), convertedAt: daysAgo(95) }),
      leadRecord({ id: 'L5', createdAt: daysAgo(100) }),
    );
    await score('L1', 'm1', 'A', 0.75, daysAgo(80));
    await score('L1', 'm1', 'C', 0.125, daysAgo(50));
    await score('L2', 'm1', 'B', 0.25, daysAgo(80));
    // Its horizon has not passed since the score.
    await score('L3', 'm1', 'A', 0.5, daysAgo(50));
    // Reached before the score, and a score that predicts another goal.
    await score('L4', 'm1', 'A', 0.5, daysAgo(80));
    await score('L5', 'other', 'A', 0.5, daysAgo(80));
    expect(await count('band')).toEqual([
      { ...NOTHING, key: 'A', settled: 1, reached: 1, unsettled: 1, scored: 1, scoredReached: 1, expected: 0.75 },
      { ...NOTHING, key: 'B', settled: 1, scored: 1, expected: 0.25 },
      { ...NOTHING, key: null, unsettled: 2 },
    ]);
    expect(await count('source')).toEqual([
      { ...NOTHING, key: null, settled: 5, reached: 1, scored: 2, scoredReached: 1, expected: 1 },
    ]);
  });

  it('contain every lead once, however many there are', async () => {
    const { append, count } = open(given());
    const leads = Array.from({ length: 2_001 }, (_, n) => leadRecord({ id: `L${n}`, createdAt: daysAgo(100) }));
    await append(...leads);
    expect(await count('source')).toEqual([{ ...NOTHING, key: null, settled: 2_001 }]);
  });

  it('belong to one org', async () => {
    const { append } = open(given());
    await append(leadRecord({ id: 'L1', createdAt: daysAgo(100) }));
    expect(await open(given()).count('source')).toEqual([]);
  });

  const goals: readonly Goal[] = [
    { kind: 'converted' },
    { kind: 'opportunity' },
    { kind: 'won' },
    { kind: 'status', status: 'Qualified' },
  ];
  it.each(goals)('agree with the histories for the goal %o', async (goal) => {
    const { append, count, histories } = open(given());
    await append(...randomRecords(seededRandom(7)));
    const expected = { settled: 0, reached: 0, unsettled: 0, unsettledReached: 0 };
    for (const history of await histories()) {
      if (history.isDeleted) continue;
      const at = goalReachedAt(history, goal);
      const settledAt = history.createdAt + 30 * DAY_MS;
      if (settledAt <= NOW) {
        expected.settled += 1;
        if (at !== null && at <= settledAt) expected.reached += 1;
      } else {
        expected.unsettled += 1;
        if (at !== null && at <= NOW) expected.unsettledReached += 1;
      }
    }
    expect(expected.reached).toBeGreaterThan(5);
    expect(expected.unsettledReached).toBeGreaterThan(0);
    expect(await count('source', goal)).toEqual([{ ...NOTHING, ...expected, key: null }]);
  });
});

const STATUSES = ['New', 'Working', 'Qualified', 'Closed'];

/** Leads whose statuses are tracked or not, with opportunities that are won, lost, deleted or unknown. */
function randomRecords(random: ReturnType<typeof seededRandom>): HistoryRecord[] {
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)]!;
  const records: HistoryRecord[] = [];
  for (let n = 0; n < 120; n++) {
    const createdAt = daysAgo(1 + Math.floor(random() * 90));
    const hasStatus = random() < 0.9;
    const later = () => Math.min(NOW, createdAt + Math.floor(random() * 50) * DAY_MS);
    const convertedAt = random() < 0.5 ? later() : null;
    const opportunityId = convertedAt !== null && random() < 0.8 ? `O${n}` : null;
    const version = { id: `L${n}`, createdAt, convertedAt, opportunityId } as const;
    const times = Array.from({ length: 1 + Math.floor(random() * 3) }, later).toSorted((a, b) => a - b);
    for (const [at, changedAt] of times.entries()) {
      const fields: Record<string, string> = hasStatus ? { Status: pick(STATUSES) } : {};
      records.push(leadRecord({ ...version, changedAt, fields, deleted: at === 2 && random() < 0.1 }));
    }
    if (random() < 0.5) {
      for (const [k, changedAt] of [0, 1].map((k) => [k, createdAt + (k + 1) * DAY_MS] as const)) {
        const [oldValue, newValue] = [pick(STATUSES), pick(STATUSES)];
        records.push(fieldChangeRecord({ id: `H${n}x${k}`, leadId: version.id, changedAt, oldValue, newValue }));
      }
    }
    if (opportunityId && random() < 0.9) {
      const wonAt = random() < 0.5 ? later() : null;
      records.push(opportunityRecord({ id: opportunityId, createdAt: later(), wonAt, deleted: random() < 0.1 }));
    }
  }
  return records;
}

function open(underTest: StorageUnderTest) {
  const { leadHistories, conversionCounts, scoreLog, models } = underTest.storage;
  const org = underTest.newOrg();
  return {
    append: (...records: readonly HistoryRecord[]) => leadHistories.append(org, 'Lead', records),
    count: async (
      groupedBy: Parameters<typeof conversionCounts.count>[1]['groupedBy'],
      goal: Goal = { kind: 'converted' },
    ): Promise<ConversionCount[]> => {
      const counts = await conversionCounts.count(org, { groupedBy, goal, horizonDays: 30, now: NOW });
      return counts.toSorted((a, b) => ((a.key ?? '~') < (b.key ?? '~') ? -1 : 1));
    },
    score: (subjectId: string, modelId: string, band: string, probability: number, scoredAt: number) =>
      scoreLog.append(org, [scoreEntry({ subjectId, modelId, band, probability, scoredAt })]),
    saveModel: (id: string, report: object) =>
      models.save(org, new Uint8Array([1]), { id, learner: 'forest', trainedAt: 1, report }, false),
    histories: async () => {
      const histories: LeadHistory[] = [];
      for await (const chunk of leadHistories.readHistories(org, 'all', 500)) histories.push(...chunk);
      return histories;
    },
  };
}
