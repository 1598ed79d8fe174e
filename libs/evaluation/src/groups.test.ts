import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectedGroups } from './groups.ts';

describe('connectedGroups', () => {
  it('joins rows that share a key of any kind, also through other rows', () => {
    const leads = [1, 1, 2, 3, 4];
    const companies = [null, 'a', 'a', null, null];
    expect([...connectedGroups(5, [leads, companies])]).toEqual([0, 0, 0, 3, 4]);
    expect([...connectedGroups(3, [])]).toEqual([0, 1, 2]);
  });

  it('has the groups that spreading the lowest row until nothing changes has', () => {
    const keys = fc.array(fc.option(fc.integer({ min: 0, max: 12 })), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(keys, keys, (one, other) => {
        const lowest = one.map((_, row) => row);
        for (let changed = true; changed;) {
          changed = false;
          lowest.forEach((group, row) =>
            lowest.forEach((otherGroup, second) => {
              const shares = [one, other].some((kind) => kind[row] !== null && kind[row] === kind[second]);
              if (!shares || group === otherGroup) return;
              changed ||= lowest[row] !== lowest[second];
              lowest[row] = lowest[second] = Math.min(lowest[row]!, lowest[second]!);
            }),
          );
        }
        expect([...connectedGroups(20, [one, other])]).toEqual(lowest);
      }),
      { seed: 12, numRuns: 300 },
    );
  });
});
