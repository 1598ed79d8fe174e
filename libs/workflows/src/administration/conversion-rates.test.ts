import { ConversionRates, readExample, type ConversionGrouping, type ModelReport } from '@leadlight/contract';
import type { LeadField } from '@leadlight/lead-features';
import { describe, expect, it } from 'vitest';
import type { ConversionCount, ConversionQuestion, ModelEntry, ScoringSettingsRevision } from '../ports/index.ts';
import { NOW, TestClock } from '../testing/scoring.ts';
import { conversionRates } from './conversion-rates.ts';

const { report } = readExample('model-report.response') as ModelReport;
const bands = [{ band: 'A', rows: 40, converted: 20, interval: { low: 0.37, high: 0.63 } }];
const active: ModelEntry = {
  ...{ id: 'm1', version: 1, learner: 'forest', trainedAt: NOW, active: true },
  report: { ...report, goal: 'converted', bands },
};
const fieldOf = (name: string): LeadField => ({
  ...{ name, label: name, type: 'string', custom: false },
  past: { kind: 'immutable' },
});

const count = (key: string | null, settled: number, reached: number, more: Partial<ConversionCount> = {}) => ({
  ...{ key, settled, reached, unsettled: 0, unsettledReached: 0, scored: 0, scoredReached: 0, expected: 0 },
  ...more,
});

interface Given {
  readonly counts?: readonly ConversionCount[];
  readonly managers?: Readonly<Record<string, string>>;
  readonly fields?: readonly string[];
  readonly settings?: Partial<ScoringSettingsRevision['settings']>;
  readonly model?: ModelEntry | null;
}

async function rates(groupedBy: ConversionGrouping, given: Given = {}) {
  const { counts = [], managers = {}, fields = ['OwnerId', 'LeadSource'], settings, model = active } = given;
  const questions: ConversionQuestion[] = [];
  const revision = settings && { revision: 1, settings, changedAt: NOW, changedBy: 'cli', restores: null };
  const ports = {
    orgs: { find: async () => ({ orgId: 'org', fields: fields.map(fieldOf), lastSyncedAt: NOW }) },
    models: { findActive: async () => model ?? undefined },
    scoringSettings: { findNewest: async () => revision as ScoringSettingsRevision | undefined },
    recentConversionCounts: {
      get: async (_orgId: string, question: ConversionQuestion) => {
        questions.push(question);
        return { counts, countedAt: question.now };
      },
    },
    crmUsers: { managers: async () => new Map(Object.entries(managers)) },
    clock: new TestClock(),
  };
  const response = await conversionRates(ports, 'org', groupedBy);
  expect(ConversionRates.parse(response)).toEqual(response);
  return { ...response, question: questions[0]! };
}

describe('conversionRates', () => {
  it('states each group with its range, the largest first, and all leads together', async () => {
    const counts = [count('005A', 2, 1, { unsettled: 3 }), count('00GQ', 10, 2), count(null, 1, 0)];
    const { groups, overall } = await rates('rep', { counts });
    expect(groups.map(({ kind, key, settled, reached }) => [kind, key, settled, reached])).toEqual([
      ['queue', '00GQ', 10, 2],
      ['user', '005A', 2, 1],
      ['none', null, 1, 0],
    ]);
    expect(groups[1]?.interval?.low).toBeCloseTo(0.121, 2);
    expect(groups[1]?.interval?.high).toBeCloseTo(0.879, 2);
    expect(overall).toMatchObject({ settled: 13, reached: 3, unsettled: 3 });
  });

  it('has no range where no lead is settled, and no expectation where no score is old enough', async () => {
    const { groups } = await rates('rep', { counts: [count('005A', 0, 0, { unsettled: 3, unsettledReached: 1 })] });
    expect(groups).toMatchObject([{ interval: null, scores: null, unsettled: 3, unsettledReached: 1 }]);
  });

  it('adds up what the scores predicted, next to what happened', async () => {
    const scored = { scored: 4, scoredReached: 2, expected: 1.5 };
    const { overall } = await rates('month', {
      counts: [count('2026-01', 5, 2, scored), count('2026-02', 5, 2, scored)],
    });
    expect(overall.scores).toEqual({ leads: 8, reached: 4, expected: 3 });
  });

  it('sums reps by their manager; a manager without one belongs to the own team', async () => {
    const counts = [
      count('005A', 4, 1),
      count('005B', 4, 2),
      count('005M', 2, 2),
      count('005X', 3, 0),
      count('00GQ', 1, 0),
    ];
    const { groups, question } = await rates('team', { counts, managers: { '005A': '005M', '005B': '005M' } });
    expect(question.groupedBy).toBe('rep');
    expect(groups.map(({ kind, key, settled, reached }) => [kind, key, settled, reached])).toEqual([
      ['user', '005M', 10, 5],
      ['queue', '00GQ', 1, 0],
      ['none', null, 3, 0],
    ]);
  });

  it('says why there are no groups instead of one group without a name', async () => {
    const counts = [count('005A', 4, 1)];
    expect(await rates('team', { counts })).toMatchObject({ groups: [], unavailable: 'no_managers' });
    expect(await rates('rep', { counts, fields: [] })).toMatchObject({ groups: [], unavailable: 'owner_not_read' });
    expect(await rates('source', { counts, fields: [] })).toMatchObject({ unavailable: 'source_not_read' });
    expect(await rates('rep', { counts, fields: [] })).toMatchObject({ overall: { settled: 4 } });
  });

  it('shows at most 100 groups and the others together', async () => {
    const counts = Array.from({ length: 103 }, (_, n) => count(`S${n}`, 200 - n, 1));
    const { groups } = await rates('source', { counts });
    expect(groups).toHaveLength(101);
    expect(groups.at(-1)).toMatchObject({ kind: 'others', groups: 3, settled: 100 + 99 + 98, reached: 3 });
  });

  it('lists the newest month first', async () => {
    const { groups } = await rates('month', { counts: [count('2026-01', 1, 0), count('2026-11', 1, 0)] });
    expect(groups.map(({ key }) => key)).toEqual(['2026-11', '2026-01']);
  });

  it('shows bands from life and from the held-out snapshots, and counts the leads without a score', async () => {
    const counts = [count('B', 4, 1), count('A', 4, 3), count(null, 0, 0, { unsettled: 7 })];
    const { groups, unscored, heldOut, overall } = await rates('band', { counts });
    expect(groups.map(({ key }) => key)).toEqual(['A', 'B']);
    expect([unscored, overall.settled, overall.unsettled]).toEqual([7, 8, 0]);
    expect(heldOut).toMatchObject([{ band: 'A', settled: 40, reached: 20 }]);
    expect(heldOut?.[0]?.interval?.low).toBeCloseTo(0.375, 2);
  });

  it('counts the goal of the settings within their horizon, else within that of a model of the same goal, else 90 days', async () => {
    const horizonOf = async (given: Given) => (await rates('month', given)).question.horizonDays;
    expect(await horizonOf({ settings: { horizonDays: 45 } })).toBe(45);
    expect(await horizonOf({})).toBe(report.horizonDays);
    expect(await horizonOf({ settings: { goal: { kind: 'won' } } })).toBe(90);
    expect(await horizonOf({ model: null })).toBe(90);
    const { goal, question } = await rates('band', { settings: { goal: { kind: 'won' } } });
    expect([goal, question.goal]).toEqual([{ kind: 'won' }, { kind: 'won' }]);
    expect((await rates('band', { settings: { goal: { kind: 'won' } } })).heldOut).toEqual([]);
  });
});
