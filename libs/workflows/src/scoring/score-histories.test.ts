import { DAY_MS, MINUTE_MS } from '@leadlight/common';
import type { LeadHistory } from '@leadlight/lead-features';
import { describe, expect, it } from 'vitest';
import { additiveModel, historyOf, NOW, scoringModel, scoringPorts } from '../testing/scoring.ts';
import { SegmentedModel } from '../training/segments/segmented-model.ts';
import { scoreBatch } from './batch-scores.ts';
import { scoreHistories, scoringInstant } from './score-histories.ts';
import { scoreLeads } from './score-leads.ts';
import { whatIf } from './what-if.ts';

type Fields = Parameters<typeof historyOf>[1];

const scoreOne = async (fields: Fields, maxReasons = 5) => {
  const [scored] = await scoreHistories(scoringModel, [historyOf('a', fields)], NOW, maxReasons);
  return scored!;
};

/** A lead whose source was changed from Web to Referral `aheadMs` after our clock's now. */
const changedAhead = (aheadMs: number): LeadHistory => ({
  ...historyOf('ahead', { LeadSource: 'Referral', NumberOfEmployees: 250 }),
  changes: [{ field: 'LeadSource', at: NOW + aheadMs, oldValue: 'Web', newValue: 'Referral' }],
});

describe('scoreHistories', () => {
  it('returns the calibrated probability and reasons that add up to the score', async () => {
    const { score } = await scoreOne({ LeadSource: 'Referral', NumberOfEmployees: 250 });
    expect(score.probability).toBeCloseTo(0.8, 12);
    expect(score.qualified).toBe(true);
    expect(score.reasons.map(({ field }) => field)).toEqual(['LeadSource', 'NumberOfEmployees']);
    const points = score.reasons.reduce((sum, reason) => sum + reason.points, 0);
    expect(score.baselineScore + points + score.otherPoints).toBe(score.score);
  });

  it('scores a lead that lists by score leave out, and says why', async () => {
    const fields = { LeadSource: 'Referral', NumberOfEmployees: 250, Status: 'Lost' };
    const bandShares = { A: 30, B: 20, C: 30, D: 20 };
    const scoreWith = async (closedStatuses: readonly string[]) => {
      const ranking = { rules: { junk: null, closedStatuses }, bandShares };
      const [scored] = await scoreHistories({ ...scoringModel, ranking }, [historyOf('a', fields)], NOW, 5);
      return scored!.score;
    };
    const ranked = await scoreWith([]);
    expect(ranked).toMatchObject({ band: 'A', qualified: true });
    expect(ranked).not.toHaveProperty('unranked');
    expect(await scoreWith(['Lost'])).toEqual({
      ...ranked,
      band: 'D',
      qualified: false,
      unranked: { code: 'closed_status', value: 'Lost' },
    });
  });

  it('ranks among the open leads of the org, in bands of the settings', async () => {
    const openLeads = [0.1, 0.2, 0.3, 0.9];
    const ranking = {
      rules: { junk: null, closedStatuses: [] },
      bandShares: { A: 50, B: 20, C: 20, D: 10 },
      openLeads,
    };
    const fields = { LeadSource: 'Referral', NumberOfEmployees: 250 };
    const [scored] = await scoreHistories({ ...scoringModel, ranking }, [historyOf('a', fields)], NOW, 5);
    expect(scored!.score).toMatchObject({ score: 75, band: 'A' });
  });

  it('returns the same score without reasons, with all points in otherPoints', async () => {
    const fields = { LeadSource: 'Web', NumberOfEmployees: 250 };
    const { score: explained } = await scoreOne(fields);
    const { score: unexplained } = await scoreOne(fields, 0);
    const otherPoints = explained.score - explained.baselineScore;
    expect(unexplained).toEqual({ ...explained, reasons: [], otherPoints });
  });

  it('warns about a category that is not in the training data', async () => {
    const { warnings } = await scoreOne({ LeadSource: 'Billboard', NumberOfEmployees: 3 });
    expect(warnings).toEqual([{ code: 'unseen_category', field: 'LeadSource' }]);
  });

  it('gives no category as a reason that the model has not learned from', async () => {
    const { score } = await scoreOne({ LeadSource: 'Billboard', NumberOfEmployees: 3 });
    const valueOf = (wanted: string) => score.reasons.find(({ field }) => field === wanted)?.value;
    expect([valueOf('LeadSource'), valueOf('NumberOfEmployees')]).toEqual([null, 3]);
    const { score: seen } = await scoreOne({ LeadSource: 'Web', NumberOfEmployees: 3 });
    expect(seen.reasons.map(({ value }) => value)).toContain('Web');
  });

  it('warns about a field that is unknown, not about an empty one', async () => {
    expect((await scoreOne({ LeadSource: null, NumberOfEmployees: 3 })).warnings).toEqual([]);
    expect((await scoreOne({ NumberOfEmployees: 3 })).warnings).toEqual([
      { code: 'missing_field', field: 'LeadSource' },
    ]);
  });

  it('scores leads together as it scores each alone, with and without segments and reasons', async () => {
    const sources = ['Web', 'Referral', null, 'Web', 'Billboard'];
    const histories = Array.from({ length: 120 }, (_, i) =>
      historyOf(`lead${i}`, { LeadSource: sources[i % 5]!, NumberOfEmployees: 80 + i * 20 }),
    );
    const segments = new Map([['Web', { kind: 'offset' as const, logOdds: 1 }]]);
    const segmented = new SegmentedModel(additiveModel, 'lead_source', segments, additiveModel.reference);
    for (const model of [additiveModel, segmented]) {
      const scoring = { ...scoringModel, model };
      for (const maxReasons of [0, 5]) {
        const alone = histories.map((history) => scoreHistories(scoring, [history], NOW, maxReasons));
        const together = await scoreHistories(scoring, histories, NOW, maxReasons);
        expect(together).toEqual((await Promise.all(alone)).flat());
      }
    }
    expect(await scoreHistories({ ...scoringModel, model: segmented }, [], NOW, 5)).toEqual([]);
  });

  it('gives equal rows equal input hashes', async () => {
    const hashOf = async (people: number, note: string) =>
      (await scoreOne({ NumberOfEmployees: people, Note: note })).inputHash;
    expect(await hashOf(3, 'a')).toMatch(/^[0-9a-f]{64}$/);
    expect(await hashOf(3, 'a')).toBe(await hashOf(3, 'b'));
    expect(await hashOf(3, 'a')).not.toBe(await hashOf(4, 'a'));
  });

  it('gives the card, the batch and what-if the same score if the org’s clock is five minutes ahead', async () => {
    const history = changedAhead(5 * MINUTE_MS);
    const ports = scoringPorts([history]);
    const [onCard] = (await scoreLeads(ports, 'org', { leads: [{ leadId: 'ahead' }] }, 'api:k')).response.scores;
    const { updates, entries } = await scoreBatch(scoringModel, [history], NOW, 'batch');
    const { now } = await whatIf(ports, 'org', { leadId: 'ahead' });
    expect(onCard).toEqual(entries[0]!.response);
    expect(onCard!.probability).toBeCloseTo(0.8, 12);
    expect([updates[0]!.score, now.score]).toEqual([onCard!.score, onCard!.score]);
    expect(updates[0]!.scoredAt).toBe(NOW + 5 * MINUTE_MS);
    expect(ports.logged[0]!.entry.scoredAt).toBe(NOW + 5 * MINUTE_MS);
  });

  it('scores each lead of a batch at its own instant', async () => {
    const histories = [0, 3, 5].map((minutes) => changedAhead(minutes * MINUTE_MS));
    const scored = await scoreHistories(scoringModel, histories, NOW, 0);
    expect(scored.map(({ asOf }) => asOf - NOW)).toEqual([0, 3 * MINUTE_MS, 5 * MINUTE_MS]);
  });
});

describe('scoringInstant', () => {
  it('is now if nothing is newer', () => {
    expect(scoringInstant(changedAhead(-DAY_MS), NOW)).toBe(NOW);
  });

  it('ignores events more than ten minutes in the future', () => {
    expect(scoringInstant(changedAhead(DAY_MS), NOW)).toBe(NOW + 10 * MINUTE_MS);
  });
});
