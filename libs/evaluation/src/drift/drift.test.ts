import { seededRandom } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import type { RawColumn } from '../leakage/leakage-finding.ts';
import { columnDrift, columnQuality } from './drift.ts';

const random = seededRandom(51);
const draw = <Value>(make: () => Value, rows = 2000) => Array.from({ length: rows }, make);
const numeric = (values: RawColumn['values']): RawColumn => ({ field: 'Visits', kind: 'numeric', values });
const texts = (values: RawColumn['values']): RawColumn => ({ field: 'Source', kind: 'categorical', values });

describe('driftOf', () => {
  it('is steady where both windows have one distribution', () => {
    expect(columnDrift(numeric(draw(random)), numeric(draw(random))).verdict).toBe('steady');
    const source = () => (random() < 0.3 ? 'Web' : 'Fair');
    expect(columnDrift(texts(draw(source)), texts(draw(source))).verdict).toBe('steady');
  });

  it('detects that numbers, categories and missing values move', () => {
    expect(columnDrift(numeric(draw(random)), numeric(draw(() => random() ** 3))).verdict).toBe('moved');
    expect(columnDrift(texts(draw(() => 'Web')), texts(draw(() => (random() < 0.3 ? 'Ads' : 'Web')))).verdict).toBe(
      'moved',
    );
    const emptied = columnDrift(numeric(draw(random)), numeric(draw(() => (random() < 0.3 ? Number.NaN : random()))));
    expect(emptied.verdict).toBe('moved');
    expect(emptied.missingBefore).toBe(0);
    expect(emptied.missingNow).toBeCloseTo(0.3, 1);
  });

  it('agrees with a stability index computed by hand', () => {
    const before = texts([...draw(() => 'a', 50), ...draw(() => 'b', 50)]);
    const now = texts([...draw(() => 'a', 80), ...draw(() => 'b', 20)]);
    expect(columnDrift(before, now).stability).toBeCloseTo(0.3 * Math.log(1.6) - 0.3 * Math.log(0.4), 2);
  });
});

describe('qualityOf', () => {
  it('counts missing and distinct values', () => {
    expect(columnQuality(texts(['a', null, 'a', 'b']))).toEqual({
      field: 'Source',
      kind: 'categorical',
      rows: 4,
      missing: 0.25,
      distinct: 2,
    });
  });
});
