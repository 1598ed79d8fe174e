import { describe, expect, it } from 'vitest';
import { logLoss } from '../calibration.ts';
import { randomFrom } from '../random.ts';
import { trainingPlanFor } from './plan.ts';
import { compareSegments, segmentOffsets, withOffsets } from './pooling.ts';

describe('trainingPlanFor', () => {
  it('trains nothing under 40 of either outcome, and says why', () => {
    expect(trainingPlanFor({ converted: 39, not: 5000 })).toMatchObject({ kind: 'rules' });
    expect(trainingPlanFor({ converted: 39, not: 5000 })).toHaveProperty(
      'reason',
      expect.stringContaining('at least 40'),
    );
    expect(trainingPlanFor({ converted: 40, not: 40 }).kind).toBe('small');
  });

  it('grows bolder with the number of leads', () => {
    const leaf = (converted: number, not: number) => {
      const plan = trainingPlanFor({ converted, not });
      return plan.kind === 'small' ? [plan.minLeaf, plan.maxDepth] : plan.kind;
    };
    expect([leaf(40, 100), leaf(80, 420), leaf(200, 700), leaf(200, 800)]).toEqual([[5, 4], [10, 6], [25, 6], 'full']);
  });
});

describe('segments', () => {
  const random = randomFrom(41);
  // The whole model is right for `north`; in `south` the odds are three times higher; `tiny` has five leads.
  const rows = Array.from({ length: 4005 }, (_, row) => {
    const segment = row < 2000 ? 'north' : row < 4000 ? 'south' : 'tiny';
    const told = 0.05 + 0.4 * random();
    const odds = (told / (1 - told)) * (segment === 'south' ? 3 : 1);
    return { segment, told, label: segment === 'tiny' ? 1 : Number(random() < odds / (1 + odds)) };
  });
  const segments = rows.map(({ segment }) => segment);
  const labels = rows.map(({ label }) => label);
  const whole = rows.map(({ told }) => told);
  const offsets = segmentOffsets(labels, whole, segments);
  const offsetOf = (name: string) => offsets.find(({ segment }) => segment === name)!.offset;

  it('believe a large segment and let a small one borrow from the whole', () => {
    expect(offsetOf('south')).toBeCloseTo(Math.log(3), 0);
    expect(Math.abs(offsetOf('north'))).toBeLessThan(0.15);
    // Five of five converted: alone the odds would be infinite.
    expect(offsetOf('tiny')).toBeGreaterThan(0.1);
    expect(offsetOf('tiny')).toBeLessThan(1);
  });

  it('are told better by their own offset where they differ, and only there', () => {
    const own = withOffsets(whole, segments, offsets);
    expect(logLoss({ labels, probabilities: own })).toBeLessThan(logLoss({ labels, probabilities: whole }));
    const compared = compareSegments(labels, whole, own, segments, { seed: 1 });
    expect(compared.map(({ segment, earnsItsPlace }) => [segment, earnsItsPlace])).toEqual([
      ['north', false],
      ['south', true],
    ]);
  });

  it('leave rows without a segment, or of a new one, to the whole model', () => {
    expect([...withOffsets([0.2, 0.3, 0.4], ['south', null, 'west'], offsets)].slice(1)).toEqual([0.3, 0.4]);
  });
});
