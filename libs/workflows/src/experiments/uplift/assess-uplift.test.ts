import { seededRandom } from '@leadlight/common';
import type { RawColumn } from '@leadlight/evaluation';
import type { Column } from '@leadlight/forest';
import { describe, expect, it } from 'vitest';
import { noProgress } from '../../ports/index.ts';
import { assessUplift, type UpliftRecords } from './assess-uplift.ts';

const ROWS = 2_000;

/** Leads of three regions, treated by chance. @param gain of the rate by the treatment, by region */
function records(gain: Readonly<Record<string, number>>, seed = 3): UpliftRecords {
  const random = seededRandom(seed);
  const regions = ['East', 'North', 'West'];
  const codes = Int32Array.from({ length: ROWS }, () => Math.floor(3 * random()));
  const visits = Float64Array.from({ length: ROWS }, () => Math.floor(20 * random()));
  const treated = Uint8Array.from({ length: ROWS }, () => (random() < 0.5 ? 1 : 0));
  const labels = Uint8Array.from({ length: ROWS }, (_, row) => {
    const rate = 0.1 + 0.02 * visits[row]! + (treated[row] === 1 ? gain[regions[codes[row]!]!]! : 0);
    return random() < rate ? 1 : 0;
  });
  const columns: Column[] = [
    { kind: 'categorical', name: 'region', codes, categories: regions },
    { kind: 'numeric', name: 'visits', values: visits },
  ];
  const raw: RawColumn[] = [
    { field: 'region', kind: 'categorical', values: Array.from(codes, (code) => regions[code]!) },
    { field: 'visits', kind: 'numeric', values: visits },
  ];
  return { examples: { rows: ROWS, columns, labels, treated }, columns: raw };
}

describe('assessUplift', () => {
  it('offers uplift where the treatment helps some and harms others, and finds who gains', () => {
    const { offered, comparisons, uplifts, treated, untreated } = assessUplift(
      records({ East: 0.4, North: 0, West: -0.1 }),
      1,
      noProgress,
    );
    expect(offered).not.toBeNull();
    expect(comparisons[offered!].interval.low).toBeGreaterThan(0);
    expect(treated.rows + untreated.rows).toBe(ROWS);
    const { examples } = records({ East: 0.4, North: 0, West: -0.1 });
    const [region] = examples.columns;
    const meanOf = (code: number) => {
      const own = [...uplifts.keys()].filter((row) => region!.kind === 'categorical' && region!.codes[row] === code);
      return own.reduce((sum, row) => sum + uplifts[row]!, 0) / own.length;
    };
    expect(meanOf(0)).toBeGreaterThan(0.15);
    expect(meanOf(2)).toBeLessThan(0);
  });

  it('offers nothing where the treatment helps all alike', () => {
    expect(assessUplift(records({ East: 0.1, North: 0.1, West: 0.1 }), 1, noProgress).offered).toBeNull();
  });

  it('rejects records of which chance has not treated some, and names the columns that differ', () => {
    const given = records({ East: 0.3, North: 0, West: 0 });
    const spend = Array.from(given.examples.treated, (treated, row) => (treated === 1 && row % 3 === 0 ? 20 : 0));
    const columns: RawColumn[] = [...given.columns, { field: 'spend', kind: 'numeric', values: spend }];
    expect(() => assessUplift({ ...given, columns }, 1, noProgress)).toThrow(/differ from the others by "spend"/);
  });

  it('rejects too few outcomes in an arm', () => {
    const given = records({ East: 0, North: 0, West: 0 });
    const labels = given.examples.labels.map((label, row) => (given.examples.treated[row] === 1 ? label : 0));
    expect(() => assessUplift({ ...given, examples: { ...given.examples, labels } }, 1, noProgress)).toThrow(
      expect.objectContaining({ code: 'too_few_for_uplift' }),
    );
  });
});
