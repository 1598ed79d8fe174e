import { describe, expect, it } from 'vitest';
import { definitionProblems } from './definition-problems.ts';
import { churns } from './histories.fixture.ts';
import { readyMade } from './ready-made.ts';

describe('definitionProblems', () => {
  it('finds nothing wrong with the definitions that can be added by name', () => {
    expect(readyMade.flatMap(definitionProblems)).toEqual([]);
    expect(new Set(readyMade.map(({ id }) => id)).size).toBe(readyMade.length);
  });

  it.each([
    [undefined, /no JSON object/],
    [{ ...churns, horizon: 90 }, /no member "horizon"/],
    [{ ...churns, relations: undefined }, /"relations" is missing/],
    [{ ...churns, event: { of: { kind: 'sold' }, occurs: 'within' } }, /"event" is missing, or is not/],
    [{ ...churns, population: { from: 'created', until: { kind: 'anyOf', of: [{ kind: 'flag' }] } } }, /"population"/],
    [{ ...churns, writeBack: { score: 'Score__c' } }, /"writeBack"/],
    [{ ...churns, states: { object: 'OpportunityHistory', fields: 'StageName' } }, /"states"/],
    [{ ...churns, event: { of: { kind: 'becomes', field: 'Status', values: 'shut' }, occurs: 'within' } }, /"event"/],
  ])('rejects what is no definition: %#', (value, message) => {
    expect(definitionProblems(value as typeof churns).join('\n')).toMatch(message);
  });

  it.each([
    [{ id: 'Account churns' }, /is not an id/],
    [{ label: ' ' }, /label is empty/],
    [{ object: 'Quote' as 'Case' }, /none of the objects/],
    [{ relations: [...churns.relations, churns.relations[0]!] }, /Two relations/],
    [{ relations: churns.relations.slice(1) }, /"purchases", which is no relation/],
    [{ relations: [...churns.relations, { ...churns.relations[0]!, name: 'x', object: 'Order; DROP' }] }, /not a name/],
    [{ states: { object: 'History', parentField: 'No such', fields: [] } }, /"No such" is not a name/],
    [{ event: { of: { kind: 'historyEntry', name: 'a b' }, occurs: 'within' } as const }, /"a b" is not a name/],
    [{ horizonDays: 0 }, /horizon must be a whole number of days from 1/],
    [{ reportingDelayDays: -1 }, /reporting delay/],
    [{ population: { from: 'created', activeWithinDays: 9 } as const }, /active period needs an event/],
    [{ snapshots: { kind: 'calendar', everyDays: 30, maxSnapshots: 0 } as const }, /number of snapshots/],
    [{ snapshots: { kind: 'ages', days: [] } as const }, /no ages/],
  ])('rejects %j', (change, message) => {
    const problems = definitionProblems({ ...churns, ...change });
    expect(problems.join('\n')).toMatch(message);
  });
});
