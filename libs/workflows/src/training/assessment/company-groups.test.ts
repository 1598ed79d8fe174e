import { DAY_MS } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { companyGroups } from './company-groups.ts';

/** Rows as [lead, company, day, label, probability]. */
function groupsOf(rows: readonly (readonly [number, string | null, number, 0 | 1, number])[]) {
  const dataset = {
    leads: Int32Array.from(rows, ([lead]) => lead),
    companies: rows.map(([, company]) => company),
    times: {
      asOf: Float64Array.from(rows, ([, , day]) => day * DAY_MS),
      settledAt: Float64Array.from(rows, ([, , day]) => (day + 90) * DAY_MS),
    },
    labels: Uint8Array.from(rows, ([, , , label]) => label),
  };
  const test = Int32Array.from(rows.keys());
  return companyGroups(
    dataset,
    test,
    rows.map(([, , , , probability]) => probability),
  );
}

describe('companyGroups', () => {
  it('takes each lead of a company once in a month, at its first snapshot', () => {
    const groups = groupsOf([
      [1, 'acme.com', 8, 0, 0.2],
      [1, 'acme.com', 1, 0, 0.1],
      [2, 'acme.com', 3, 1, 0.4],
    ]);
    expect(groups).toEqual([{ key: 'acme.com', probabilities: [0.1, 0.4], any: true }]);
  });

  it('forms a group of its own in each month', () => {
    const groups = groupsOf([
      [1, 'acme.com', 0, 0, 0.1],
      [2, 'acme.com', 3, 0, 0.2],
      [1, 'acme.com', 31, 1, 0.3],
      [3, 'acme.com', 40, 0, 0.4],
    ]);
    expect(groups.map(({ probabilities, any }) => [probabilities, any])).toEqual([
      [[0.1, 0.2], false],
      [[0.3, 0.4], true],
    ]);
  });

  it('leaves out single leads and leads without a company', () => {
    const groups = groupsOf([
      [1, 'acme.com', 0, 0, 0.1],
      [2, 'globex.com', 1, 1, 0.2],
      [3, null, 2, 1, 0.3],
      [4, null, 2, 1, 0.3],
    ]);
    expect(groups).toEqual([]);
  });
});
