import { describe, expect, it } from 'vitest';
import { namedGroups, NO_GROUP } from './named-groups.ts';

describe('namedGroups', () => {
  it('has the values of a field, and leads without one; rare and new values are of no group', () => {
    const values = [
      ...Array<string>(60).fill('DE'),
      ...Array<string>(30).fill('FR'),
      ...Array<null>(9).fill(null),
      'IT',
    ];
    const { groups, groupsOf } = namedGroups({ field: 'Country', values });
    expect(groups).toEqual(['DE', 'FR', '']);
    expect([...groupsOf(['FR', null, '', 'DE', 'IT', 'ES'])]).toEqual([1, 2, 2, 0, NO_GROUP, NO_GROUP]);
  });

  it('has four ranges of numbers', () => {
    const values = Array.from({ length: 100 }, (_, i) => i);
    const { groups, groupsOf } = namedGroups({ field: 'Employees', values });
    expect(groups).toEqual(['< 25', '25–50', '50–75', '≥ 75']);
    expect([...groupsOf([24, 25, 1_000, -5, Number.NaN])]).toEqual([0, 1, 3, 0, NO_GROUP]);
  });
});
