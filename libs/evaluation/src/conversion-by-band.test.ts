import { describe, expect, it } from 'vitest';
import { conversionByBand } from './conversion-by-band.ts';

const SHARES = { A: 20, B: 20, C: 30, D: 30 };

describe('conversionByBand', () => {
  it('counts conversions in bands of the given shares, the likeliest rows first', () => {
    const probabilities = Float64Array.from({ length: 10 }, (_, row) => row / 10);
    const labels = Uint8Array.from([0, 0, 1, 0, 0, 0, 0, 1, 1, 1]);
    const rates = conversionByBand({ labels, probabilities }, SHARES);
    expect(rates.map(({ band, rows, converted }) => [band, rows, converted])).toEqual([
      ['A', 2, 2],
      ['B', 2, 1],
      ['C', 3, 0],
      ['D', 3, 1],
    ]);
    expect(rates[0]!.interval.low).toBeGreaterThan(0.3);
    expect(rates[0]!.interval.high).toBeCloseTo(1);
  });

  it('keeps rows of the same probability together, in the better band', () => {
    const probabilities = Float64Array.from([0.9, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.1, 0.1, 0.1]);
    const labels = Uint8Array.from([1, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    const rates = conversionByBand({ labels, probabilities }, SHARES);
    expect(rates.map(({ rows }) => rows)).toEqual([7, 0, 0, 3]);
    expect(rates[1]!.interval.low).toBeNaN();
  });
});
