import { describe, expect, it } from 'vitest';
import { matchColumns } from './match-columns.ts';

const MODEL = ['Lead Source', 'Region', 'Employees', 'Annual Revenue', 'Opt In'];

describe('matchColumns', () => {
  it('finds columns by name, in any order', () => {
    const { match, respelt, absent } = matchColumns(MODEL, ['Id', ...MODEL.toReversed()]);
    expect(match).toEqual(new Map(MODEL.map((name) => [name, name])));
    expect([respelt, absent]).toEqual([[], []]);
  });

  it('disregards case, spaces, underscores and hyphens', () => {
    const { match, respelt } = matchColumns(MODEL, ['lead_source', 'REGION', ' employees ', 'AnnualRevenue', 'opt-in']);
    expect([...match.keys()].sort()).toEqual(MODEL.toSorted());
    expect(respelt[0]).toEqual({ column: 'Lead Source', tableColumn: 'lead_source' });
    expect(respelt).toHaveLength(5);
  });

  it('prefers the exact name, and matches nothing where two columns are possible', () => {
    expect(matchColumns(['Region'], ['region', 'Region']).match).toEqual(new Map([['Region', 'Region']]));
    const { match, absent } = matchColumns(['Region'], ['region', 'REGION']);
    expect(match.size).toBe(0);
    expect(absent).toEqual([{ column: 'Region', nearNames: ['REGION', 'region'] }]);
    expect(matchColumns(['Region', 'region'], ['REGION']).match.size).toBe(0);
  });

  it('names near columns for those that are absent', () => {
    const header = ['No of employees', 'Revenue', 'Regoin', 'Fit'];
    expect(matchColumns(MODEL, header).absent).toEqual([
      { column: 'Lead Source', nearNames: [] },
      { column: 'Region', nearNames: ['Regoin'] },
      { column: 'Employees', nearNames: ['No of employees'] },
      { column: 'Annual Revenue', nearNames: ['Revenue'] },
      { column: 'Opt In', nearNames: [] },
    ]);
  });
});
