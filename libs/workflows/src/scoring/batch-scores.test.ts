import { describe, expect, it } from 'vitest';
import { fieldLoss } from '../field-health/field-loss.ts';
import { historyOf, NOW, scoringModel } from '../testing/scoring.ts';
import { scoreBatch } from './batch-scores.ts';
import { scoreHistories } from './score-histories.ts';

const complete = historyOf('L1', { LeadSource: 'Referral', NumberOfEmployees: 200 });
const without = historyOf('L2', { NumberOfEmployees: 200 });
const lost = fieldLoss('field_unreadable', { name: 'LeadSource' }, false, 'absent');
const scoring = { ...scoringModel, losses: [lost] };

describe('scoreBatch', () => {
  it('holds back the scores that a lost field would move, without logging them', async () => {
    const { entries, updates, held } = await scoreBatch(scoring, [complete, without], NOW, 'batch');
    expect(held).toBe(1);
    expect([entries.map(({ subjectId }) => subjectId), updates.map(({ leadId }) => leadId)]).toEqual([['L1'], ['L1']]);
  });

  it('holds nothing back without a loss', async () => {
    expect(await scoreBatch(scoringModel, [complete, without], NOW, 'batch')).toMatchObject({ held: 0 });
  });
});

describe('scoreHistories with lost fields', () => {
  it('scores live with a warning that names the cause', async () => {
    const [fresh, stale] = await scoreHistories(scoring, [complete, without], NOW, 3);
    expect(fresh!.warnings).toEqual([]);
    expect(stale!.warnings).toEqual([{ code: 'missing_field', field: 'LeadSource', cause: lost.message }]);
  });

  it('counts a number of another type or unit as missing', async () => {
    const scaled = fieldLoss('field_numbers_scaled', { name: 'NumberOfEmployees' }, false, 'filled');
    const [score] = await scoreHistories({ ...scoringModel, losses: [scaled] }, [complete], NOW, 3);
    expect(score!.warnings).toEqual([{ code: 'missing_field', field: 'NumberOfEmployees', cause: scaled.message }]);
    const [plain] = await scoreHistories(scoringModel, [complete], NOW, 3);
    expect(score!.score.probability).toBeLessThan(plain!.score.probability);
  });
});
