import { changeSince, type PastScore } from 'c/scoreChange';
import { readApexResult } from '../../../../../test/contract-examples';

const { scores } = readApexResult<{ readonly scores: readonly PastScore[] }>('LeadScoreController.listScores');
const [newest, ofOldModel] = scores as [PastScore, PastScore];
const older = { ...ofOldModel, model: newest.model };
const oldest = { ...older, score: 60, scoredAt: '2026-10-01T00:00:00.000Z' };

describe('changeSince', () => {
  it('finds the feature whose points moved most', () => {
    const change = changeSince([newest, older], undefined);
    expect(change?.points).toBe(-18);
    expect(change?.cause?.now).toMatchObject({ feature: 'days_since_last_touch', value: 96 });
    expect(change?.cause?.before).toMatchObject({ value: 21 });
    expect(change?.newModel).toBe(false);
  });

  it('compares with the score at the last visit', () => {
    const lastVisit = Date.parse(older.scoredAt) + 1;
    expect(changeSince([newest, older, oldest], lastVisit)?.past).toBe(older);
    expect(changeSince([newest, older, oldest], Date.parse(older.scoredAt) - 1)?.past).toBe(oldest);
    expect(changeSince([newest, older, oldest], undefined)?.past).toBe(oldest);
  });

  it('has no cause if the model changed', () => {
    expect(changeSince([newest, ofOldModel], undefined)).toMatchObject({
      points: -18,
      cause: undefined,
      newModel: true,
    });
  });

  it('has no cause if the value is the same as before', () => {
    const same = { ...older, reasons: [{ ...older.reasons[0]!, value: newest.reasons[0]!.value }] };
    expect(changeSince([newest, same], undefined)?.cause).toBeUndefined();
  });

  it('ignores features that moved against the score', () => {
    const risen = { ...newest, score: 70 };
    expect(changeSince([risen, older], undefined)).toMatchObject({ points: 29, cause: undefined });
  });

  it.each([[[]], [[newest]]])('returns undefined without a past score', (few: PastScore[]) => {
    expect(changeSince(few, undefined)).toBeUndefined();
  });
});
