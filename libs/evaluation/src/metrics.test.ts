import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brier, calibrationBins, expectedCalibrationError, logLoss } from './calibration.ts';
import { decisionsAt } from './decisions.ts';
import { metricsOf } from './metrics.ts';
import { convertedInTop, liftInTop, prAuc, rocAuc } from './ranking.ts';

const rows = fc
  .array(fc.tuple(fc.constantFrom(0, 1), fc.constantFrom(0, 0.1, 0.2, 0.25, 0.5, 0.75, 1)), {
    minLength: 2,
    maxLength: 40,
  })
  .filter((pairs) => new Set(pairs.map(([label]) => label)).size === 2)
  .map((pairs) => ({ labels: pairs.map(([label]) => label), probabilities: pairs.map(([, p]) => p) }));

describe('rocAuc', () => {
  it('is the share of pairs ranked correctly, a tie counting half', () => {
    fc.assert(
      fc.property(rows, ({ labels, probabilities }) => {
        let pairs = 0;
        let right = 0;
        labels.forEach((label, i) =>
          labels.forEach((other, j) => {
            if (label !== 1 || other !== 0) return;
            pairs++;
            const [above, below] = [probabilities[i]!, probabilities[j]!];
            right += above > below ? 1 : above === below ? 0.5 : 0;
          }),
        );
        expect(rocAuc({ labels, probabilities })).toBeCloseTo(right / pairs, 12);
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it('is NaN for one outcome', () => {
    expect(rocAuc({ labels: [1, 1], probabilities: [0.1, 0.2] })).toBeNaN();
  });
});

describe('prAuc', () => {
  it('agrees with a hand-computed average precision', () => {
    // Ranks: 1, 0, 1, 1, 0 → precision 1 at recall ⅓, ⅔ at ⅔, ¾ at 1.
    const predictions = { labels: [1, 0, 1, 1, 0], probabilities: [0.9, 0.8, 0.7, 0.6, 0.5] };
    expect(prAuc(predictions)).toBeCloseTo((1 + 2 / 3 + 3 / 4) / 3, 12);
  });

  it('treats a tie as one step', () => {
    expect(prAuc({ labels: [1, 0, 0, 1], probabilities: [0.4, 0.4, 0.4, 0.4] })).toBeCloseTo(0.5, 12);
  });

  it('is the sum over thresholds of recall gained times precision', () => {
    fc.assert(
      fc.property(rows, ({ labels, probabilities }) => {
        const thresholds = [...new Set(probabilities)].sort((a, b) => b - a);
        let before = 0;
        let area = 0;
        for (const threshold of thresholds) {
          const { recall, precision } = decisionsAt({ labels, probabilities }, threshold);
          area += (recall - before) * precision;
          before = recall;
        }
        expect(prAuc({ labels, probabilities })).toBeCloseTo(area, 12);
      }),
      { seed: 8, numRuns: 300 },
    );
  });
});

describe('lift', () => {
  const predictions = {
    labels: [1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1],
    probabilities: Array.from({ length: 20 }, (_, row) => (20 - row) / 20),
  };

  it('compares the top tenth with all', () => {
    // Both of the first two converted; 4 of 20 overall.
    expect(liftInTop(predictions)).toBeCloseTo(5, 12);
    expect(liftInTop(predictions, 0.2)).toBeCloseTo(2.5, 12);
  });

  it('counts rows that tie at the cut-off by their mean', () => {
    expect(convertedInTop({ labels: [1, 0, 0, 0], probabilities: [0.5, 0.5, 0.5, 0.5] }, 2)).toBeCloseTo(0.5, 12);
    expect(liftInTop({ labels: [1, 0, 0, 0], probabilities: [0.5, 0.5, 0.5, 0.5] }, 0.5)).toBeCloseTo(1, 12);
  });

  it('throws for a share outside 0 to 1', () => {
    expect(() => liftInTop(predictions, 0)).toThrow(/share is 0/);
  });
});

describe('metrics of probabilities', () => {
  it('log loss and Brier score agree with values computed by hand', () => {
    const predictions = { labels: [1, 0, 1], probabilities: [0.8, 0.4, 0.5] };
    expect(logLoss(predictions)).toBeCloseTo(-(Math.log(0.8) + Math.log(0.6) + Math.log(0.5)) / 3, 12);
    expect(brier(predictions)).toBeCloseTo((0.04 + 0.16 + 0.25) / 3, 12);
  });

  it('log loss of a certain miss is finite', () => {
    expect(logLoss({ labels: [1], probabilities: [0] })).toBeCloseTo(-Math.log(1e-12), 9);
  });

  it('calibration bins contain equal numbers of rows', () => {
    const probabilities = [0.05, 0.9, 0.1, 0.3, 0.2, 0.8];
    const bins = calibrationBins({ labels: [0, 1, 0, 1, 0, 1], probabilities }, 3);
    expect(bins.map(({ count }) => count)).toEqual([2, 2, 2]);
    expect(bins.map(({ predicted }) => Number(predicted.toFixed(3)))).toEqual([0.075, 0.25, 0.85]);
    expect(bins.map(({ observed }) => observed)).toEqual([0, 0.5, 1]);
    const ece = (0.075 + 0.25 + 0.15) / 3;
    expect(expectedCalibrationError({ labels: [0, 1, 0, 1, 0, 1], probabilities }, 3)).toBeCloseTo(ece, 12);
  });

  it('calibration error is zero where probabilities equal the observed share', () => {
    const labels = Array.from({ length: 100 }, (_, row) => Number(row % 4 === 0));
    expect(expectedCalibrationError({ labels, probabilities: labels.map(() => 0.25) }, 1)).toBeCloseTo(0, 12);
  });
});

describe('decisionsAt', () => {
  it('agrees with counts made by hand', () => {
    const decisions = decisionsAt({ labels: [1, 0, 1, 0, 1], probabilities: [0.9, 0.6, 0.5, 0.4, 0.1] }, 0.5);
    expect(decisions).toMatchObject({ truePositives: 2, falsePositives: 1, trueNegatives: 1, falseNegatives: 1 });
    expect(decisions.accuracy).toBeCloseTo(0.6, 12);
    expect([decisions.precision, decisions.recall, decisions.f1].map((v) => v.toFixed(6))).toEqual(
      Array(3).fill((2 / 3).toFixed(6)),
    );
  });
});

describe('metricsOf', () => {
  it('throws for rows on which nothing can be measured', () => {
    expect(() => metricsOf({ labels: [0, 0], probabilities: [0.1, 0.2] }, 0.5, 'newest fifth')).toThrow(
      /newest fifth have the same outcome \(none reached the goal\)/,
    );
    expect(() => metricsOf({ labels: [0, 1], probabilities: [0.1] })).toThrow(/2 labels and 1 probabilities/);
    expect(() => metricsOf({ labels: [0, 1], probabilities: [0.1, Number.NaN] })).toThrow(/Row 1 .* NaN/);
  });
});
