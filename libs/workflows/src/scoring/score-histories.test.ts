import { describe, expect, it } from 'vitest';
import { scoreHistories, scoreOneHistory } from './score-histories.ts';
import { SegmentedModel } from '../training/segments/segmented-model.ts';
import { additiveModel, historyOf, NOW, schema } from '../testing/scoring.ts';

const settings = { threshold: 0.5, maxReasons: 5 };
const score = (fields: Parameters<typeof historyOf>[1], over: Partial<typeof settings> = {}) =>
  scoreOneHistory(additiveModel, schema, historyOf('a', fields), NOW, { ...settings, ...over });

describe('the score of one history', () => {
  it('is the model’s probability, placed, with reasons that add up', () => {
    const { score: scored } = score({ LeadSource: 'Referral', NumberOfEmployees: 250 });
    expect(scored.probability).toBeCloseTo(0.8, 12);
    expect(scored.qualified).toBe(true);
    expect(scored.reasons.map(({ field }) => field)).toEqual(['LeadSource', 'NumberOfEmployees']);
    const points = scored.reasons.reduce((sum, reason) => sum + reason.points, 0);
    expect(scored.baselineScore + points + scored.otherPoints).toBe(scored.score);
  });

  it('is the same without reasons, their points all in otherPoints', () => {
    const fields = { LeadSource: 'Web', NumberOfEmployees: 250 };
    const { score: withReasons } = score(fields);
    const { score: without } = score(fields, { maxReasons: 0 });
    expect(without).toEqual({
      ...withReasons,
      reasons: [],
      otherPoints: withReasons.score - withReasons.baselineScore,
    });
  });

  it('warns of a category that training never saw', () => {
    const { warnings } = score({ LeadSource: 'Billboard', NumberOfEmployees: 3 });
    expect(warnings).toEqual([{ code: 'unseen_category', field: 'LeadSource' }]);
  });

  it('warns of a field that nobody told, not of one that is empty', () => {
    expect(score({ LeadSource: null, NumberOfEmployees: 3 }).warnings).toEqual([]);
    expect(score({ NumberOfEmployees: 3 }).warnings).toEqual([{ code: 'missing_field', field: 'LeadSource' }]);
  });

  it('is the same for leads scored together and alone, whichever part of a model they belong to', () => {
    const histories = ['Web', 'Referral', null, 'Web', 'Billboard'].map((source, i) =>
      historyOf(`lead${i}`, { LeadSource: source, NumberOfEmployees: 80 + i * 20 }),
    );
    const part = { kind: 'offset' as const, logOdds: 1 };
    const segmented = new SegmentedModel(
      additiveModel,
      'lead_source',
      new Map([['Web', part]]),
      additiveModel.reference,
    );
    for (const model of [additiveModel, segmented]) {
      for (const maxReasons of [0, 5]) {
        const given = { ...settings, maxReasons };
        const alone = histories.map((history) => scoreOneHistory(model, schema, history, NOW, given));
        expect(scoreHistories(model, schema, histories, NOW, given)).toEqual(alone);
      }
    }
    expect(scoreHistories(segmented, schema, [], NOW, settings)).toEqual([]);
  });

  it('has the same input hash for the same row and another for another', () => {
    const hashOf = (people: number, note: string) => score({ NumberOfEmployees: people, Note: note }).inputHash;
    expect(hashOf(3, 'a')).toMatch(/^[0-9a-f]{64}$/);
    expect(hashOf(3, 'a')).toBe(hashOf(3, 'b'));
    expect(hashOf(3, 'a')).not.toBe(hashOf(4, 'a'));
  });
});
