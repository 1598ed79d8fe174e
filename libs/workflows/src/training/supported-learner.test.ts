import { describe, expect, it } from 'vitest';
import { sampleNote, supportedRows } from './supported-learner.ts';

const ROWS = 5_000;
/** Every tenth row converted; row 0 is the newest. */
const labels = Uint8Array.from({ length: ROWS }, (_, row) => (row % 10 === 0 ? 1 : 0));
const asOf = Float64Array.from({ length: ROWS }, (_, row) => ROWS - row);
const times = { asOf, settledAt: asOf };
const rows = Int32Array.from({ length: ROWS }, (_, row) => row);

describe('supportedRows', () => {
  it('takes the newest rows of each outcome, in the proportion of the outcomes', () => {
    const sample = supportedRows({ labels, times }, rows, 1_000);
    expect(sample).toHaveLength(1_000);
    expect(sample.reduce((sum, row) => sum + labels[row]!, 0)).toBe(100);
    expect(Math.max(...sample)).toBeLessThan(1_010);
    expect(sample).toEqual(sample.toSorted());
  });

  it('keeps the proportion where recently no lead has converted', () => {
    const late = Uint8Array.from(labels, (label, row) => (row < 2_000 ? 0 : label));
    const sample = supportedRows({ labels: late, times }, rows, 1_000);
    expect(sample.reduce((sum, row) => sum + late[row]!, 0)).toBe(60);
  });

  it('spreads the sample over the rows of each outcome if there are no dates', () => {
    const sample = supportedRows({ labels }, rows, 1_000);
    expect(sample).toHaveLength(1_000);
    expect(sample.reduce((sum, row) => sum + labels[row]!, 0)).toBe(100);
    const perTenth = Array.from({ length: 10 }, (_, tenth) => sample.filter((row) => Math.floor(row / 500) === tenth));
    expect(perTenth.map(({ length }) => length)).toEqual(Array.from({ length: 10 }, () => 100));
  });

  it('takes all rows that the learner supports', () => {
    expect(supportedRows({ labels, times }, rows, ROWS)).toBe(rows);
  });
});

describe('sampleNote', () => {
  it('says that the learner learns from a sample, and nothing where it learns from all', () => {
    expect(sampleNote({ labels, times }, 'ml-random-forest')).toBe(
      'ml-random-forest learns from at most 1000 rows: the newest ones of 5000, with the same share of conversions.',
    );
    expect(sampleNote({ labels }, 'ml-random-forest')).toBe(
      'ml-random-forest learns from at most 1000 rows: evenly spread over the 5000, with the same share of conversions.',
    );
    expect(sampleNote({ labels }, 'best')).toBeUndefined();
    expect(sampleNote({ labels }, 'forest')).toBeUndefined();
  });
});
