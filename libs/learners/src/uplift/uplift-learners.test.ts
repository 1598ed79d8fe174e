import { seededRandom } from '@leadlight/common';
import type { Table } from '@leadlight/forest';
import { describe, expect, it } from 'vitest';
import { trainTLearner, trainXLearner, type UpliftExamples } from './uplift-learners.ts';

/** `first` decides the outcome, `second` the gain from the treatment: 0.25 above 0, nothing below. */
function simulatedExamples(
  seed: number,
  { rows = 8000, treatedShare = 0.5, gainOf = (second: number): number => (second > 0 ? 0.25 : 0) } = {},
): UpliftExamples & { readonly gains: Float64Array } {
  const random = seededRandom(seed);
  const first = Float64Array.from({ length: rows }, () => 2 * random() - 1);
  const second = Float64Array.from({ length: rows }, () => 2 * random() - 1);
  const treated = Uint8Array.from({ length: rows }, () => (random() < treatedShare ? 1 : 0));
  const gains = second.map(gainOf);
  const labels = Uint8Array.from({ length: rows }, (_, row) =>
    random() < 0.3 + 0.25 * first[row]! + treated[row]! * gains[row]! ? 1 : 0,
  );
  return {
    rows,
    columns: [
      { kind: 'numeric', name: 'first', values: first },
      { kind: 'numeric', name: 'second', values: second },
    ],
    labels,
    treated,
    gains,
  };
}

const meanWhere = (values: Float64Array, holds: (row: number) => boolean): number => {
  const chosen = values.filter((_, row) => holds(row));
  return chosen.reduce((sum, value) => sum + value, 0) / chosen.length;
};

describe.each([
  ['T-learner', trainTLearner],
  ['X-learner', trainXLearner],
] as const)('%s', (_, train) => {
  it('finds who gains from the treatment, on records that it has not seen', () => {
    const model = train(simulatedExamples(1), { seed: 1, threads: 1 });
    const unseen = simulatedExamples(2);
    const uplifts = model.predictTable(unseen as Table);
    expect(meanWhere(uplifts, (row) => unseen.gains[row]! > 0)).toBeCloseTo(0.25, 1);
    expect(Math.abs(meanWhere(uplifts, (row) => unseen.gains[row] === 0))).toBeLessThan(0.05);
  });

  it('gives the same uplifts for the same examples and seed', () => {
    const [model, again] = [1, 1].map((seed) => train(simulatedExamples(4, { rows: 1500 }), { seed, threads: 1 }));
    const table = simulatedExamples(5, { rows: 1500 }) as Table;
    expect(again!.predictTable(table)).toEqual(model!.predictTable(table));
  });
});

describe('X-learner', () => {
  it('errs less than the T-learner where few were treated and all gain the same', () => {
    const sameForAll = { treatedShare: 0.1, gainOf: () => 0.1 };
    const examples = simulatedExamples(8, sameForAll);
    const unseen = simulatedExamples(9, sameForAll);
    const [byT, byX] = [trainTLearner, trainXLearner].map((train) => {
      const uplifts = train(examples, { seed: 1, threads: 1 }).predictTable(unseen as Table);
      return meanWhere(
        uplifts.map((uplift) => (uplift - 0.1) ** 2),
        () => true,
      );
    });
    expect(byX).toBeLessThan(0.5 * byT!);
  });
});
