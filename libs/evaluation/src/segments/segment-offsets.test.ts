import { seededRandom } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { logLoss } from '../calibration.ts';
import { compareSegments, segmentOffsets, withOffsets } from './segment-offsets.ts';

describe('segmentOffsets', () => {
  const random = seededRandom(41);
  // The whole model is right for `north`; in `south` the odds are three times higher; `tiny` has five leads.
  const rows = Array.from({ length: 4005 }, (_, row) => {
    const segment = row < 2000 ? 'north' : row < 4000 ? 'south' : 'tiny';
    const predicted = 0.05 + 0.4 * random();
    const odds = (predicted / (1 - predicted)) * (segment === 'south' ? 3 : 1);
    return { segment, predicted, label: segment === 'tiny' ? 1 : Number(random() < odds / (1 + odds)) };
  });
  const segments = rows.map(({ segment }) => segment);
  const labels = rows.map(({ label }) => label);
  const whole = rows.map(({ predicted }) => predicted);
  const offsets = segmentOffsets(labels, whole, segments);
  const offsetOf = (name: string) => offsets.find(({ segment }) => segment === name)!.offset;

  it('are large for a large segment that differs, and near 0 for a small one', () => {
    expect(offsetOf('south')).toBeCloseTo(Math.log(3), 0);
    expect(Math.abs(offsetOf('north'))).toBeLessThan(0.15);
    // Five of five converted: alone the odds would be infinite.
    expect(offsetOf('tiny')).toBeGreaterThan(0.1);
    expect(offsetOf('tiny')).toBeLessThan(1);
  });

  it('improve log loss where the base rates differ, and only there', () => {
    const own = withOffsets(whole, segments, offsets);
    expect(logLoss({ labels, probabilities: own })).toBeLessThan(logLoss({ labels, probabilities: whole }));
    const compared = compareSegments(labels, whole, own, segments, { seed: 1 });
    expect(compared.map(({ segment, isWorthwhile }) => [segment, isWorthwhile])).toEqual([
      ['north', false],
      ['south', true],
    ]);
  });

  it('are not worthwhile by chance, neither on a few rows nor among many segments', () => {
    const few = rows.filter(({ segment }, row) => segment === 'south' && row % 80 === 0);
    const predicted = few.map((row) => row.predicted);
    const answers = few.map(({ label }) => label);
    const better = few.map(({ label }) => (label === 1 ? 0.9 : 0.1));
    const south = few.map(() => 'south');
    expect(Math.min(answers.filter(Boolean).length, answers.filter((label) => !label).length)).toBeLessThan(20);
    expect(compareSegments(answers, predicted, better, south, { seed: 1 })[0]).toMatchObject({
      own: { challenger: 'better' },
      isWorthwhile: false,
    });
    // Of leads that the whole model is right about, forty segments by lot, each moved by lot: none of them knows anything.
    const north = { labels: labels.slice(0, 2000), predicted: whole.slice(0, 2000) };
    const noise = (seed: number) => {
      const draw = seededRandom(seed);
      const lots = north.predicted.map(() => `lot ${Math.floor(40 * draw())}`);
      const moves = new Map([...new Set(lots)].map((lot) => [lot, 0.3 * (draw() - 0.5)]));
      const own = withOffsets(
        north.predicted,
        lots,
        [...moves].map(([segment, offset]) => ({ segment, offset, rows: 100 })),
      );
      return compareSegments(north.labels, north.predicted, own, lots, { seed });
    };
    const verdicts = [1, 2, 3, 4, 5].flatMap((seed) => noise(seed));
    expect(verdicts).toHaveLength(200);
    expect(verdicts.filter(({ isWorthwhile }) => isWorthwhile).length).toBeLessThanOrEqual(2);
  });

  it('leave rows without a segment, or with an unknown one, unchanged', () => {
    expect([...withOffsets([0.2, 0.3, 0.4], ['south', null, 'west'], offsets)].slice(1)).toEqual([0.3, 0.4]);
  });
});
