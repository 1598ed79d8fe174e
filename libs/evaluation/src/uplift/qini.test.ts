import { seededRandom } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { compareUplift, qiniCoefficient } from './qini.ts';

const rowsTo = (count: number) => Int32Array.from({ length: count }, (_, row) => row);

/** Records of which only the first half gains from the treatment. */
function simulatedOutcomes(rows: number, seed: number) {
  const random = seededRandom(seed);
  const treated = new Uint8Array(rows);
  const labels = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    treated[row] = random() < 0.5 ? 1 : 0;
    const rate = 0.2 + (treated[row] === 1 && row < rows / 2 ? 0.2 : 0);
    labels[row] = random() < rate ? 1 : 0;
  }
  return { treated, labels };
}

describe('Qini coefficient', () => {
  it('is that of a small example computed by hand', () => {
    const outcomes = { treated: [1, 0, 1, 0], labels: [1, 0, 0, 0] };
    // Gains per record after 0 to 4 of 4 records: none before both arms have one, then the difference of the rates times the share.
    const gains = [0, 0, (1 - 0) * (2 / 4), (0.5 - 0) * (3 / 4), (0.5 - 0) * (4 / 4)];
    // The area by trapezoids, minus half of the final gain.
    const area = gains.slice(1).reduce((sum, gain, index) => sum + (gain + gains[index]!) / 2 / 4, 0);
    expect(qiniCoefficient([0, 1, 2, 3], outcomes)).toBeCloseTo(area - 0.25, 12);
  });

  it('is positive for the right order, negative for the reverse, and near 0 for chance', () => {
    const outcomes = simulatedOutcomes(40_000, 3);
    const order = rowsTo(40_000);
    // The ideal curve rises by 0.1 until half of the records and stays: area 0.075, minus half of 0.1.
    expect(qiniCoefficient(order, outcomes)).toBeCloseTo(0.025, 2);
    expect(qiniCoefficient([...order].reverse(), outcomes)).toBeCloseTo(-0.025, 2);
    const random = seededRandom(5);
    const byChance = [...order].map((row) => ({ row, key: random() })).sort((left, right) => left.key - right.key);
    expect(
      Math.abs(
        qiniCoefficient(
          byChance.map(({ row }) => row),
          outcomes,
        ),
      ),
    ).toBeLessThan(0.004);
  });

  it('counts a record as often as its weight says', () => {
    const outcomes = simulatedOutcomes(500, 7);
    const doubled = {
      treated: [...outcomes.treated].flatMap((value) => [value, value]),
      labels: [...outcomes.labels].flatMap((value) => [value, value]),
    };
    const weighted = qiniCoefficient(rowsTo(500), outcomes, new Float64Array(500).fill(2));
    expect(weighted).toBeCloseTo(qiniCoefficient(rowsTo(1000), doubled), 2);
  });

  it('is unknown without one of the arms', () => {
    expect(qiniCoefficient([0, 1], { treated: [1, 1], labels: [1, 0] })).toBeNaN();
  });
});

describe('comparison of uplift with probability', () => {
  it('offers uplift where it ranks better beyond chance, and not where it ranks the same', () => {
    const rows = 10_000;
    const outcomes = simulatedOutcomes(rows, 11);
    const random = seededRandom(13);
    const noise = Float64Array.from({ length: rows }, () => random());
    const right = Float64Array.from({ length: rows }, (_, row) => (row < rows / 2 ? 0.2 : 0));
    expect(compareUplift(right, noise, outcomes, { seed: 1, replicates: 100 }).isOffered).toBe(true);
    const same = compareUplift(noise, noise, outcomes, { seed: 1, replicates: 100 });
    expect(same.difference).toBe(0);
    expect(same.isOffered).toBe(false);
  });
});
