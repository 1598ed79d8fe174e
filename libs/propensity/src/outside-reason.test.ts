import { describe, expect, it } from 'vitest';
import type { PropensityDefinition } from './definition.ts';
import { account, buysAgain, churns, day, purchase, storedRecord } from './histories.fixture.ts';
import { findOutsideReason } from './outside-reason.ts';
import { currentSnapshot } from './snapshots.ts';

const reasonFor = (
  history: Parameters<typeof findOutsideReason>[0],
  definition: PropensityDefinition,
  at: number,
): readonly [string, string] | undefined => {
  const reason = findOutsideReason(history, definition, day(at));
  return reason && [reason.code, reason.english];
};

describe('findOutsideReason', () => {
  const bought = account([purchase(10)]);

  it('has none for a subject that is asked about', () => {
    expect(reasonFor(bought, churns, 60)).toBeUndefined();
    expect(reasonFor(bought, buysAgain, 900)).toBeUndefined();
  });

  it('says that nothing has happened yet, or not for too long', () => {
    const first = 'Nothing is predicted before the first of these: Purchases.';
    expect(reasonFor(bought, churns, 5)).toEqual(['outside_not_begun', first]);
    const late = 'Nothing is predicted when 120 days have passed without one of these: Purchases.';
    expect(reasonFor(bought, churns, 130)).toEqual(['outside_inactive', late]);
  });

  it('says that the record is gone, or that the final event has happened', () => {
    const merged = account([purchase(10)], { isDeleted: true, endedAt: day(20) });
    expect(reasonFor(merged, churns, 30)?.[0]).toBe('outside_deleted');
    const until = { kind: 'flag', flag: 'IsClosed', at: 'ClosedOn__c' } as const;
    const open = { ...churns, population: { from: 'created', until } } as const;
    const closed = account([], { fields: { IsClosed: true, ClosedOn__c: '2025-01-21T00:00:00Z' } });
    expect(reasonFor(closed, open, 30)).toEqual([
      'outside_ended',
      'Nothing is predicted any more after the first of these: IsClosed, ClosedOn__c.',
    ]);
  });

  it('names the fields whose values keep it out', () => {
    const where = [
      { field: 'Industry', values: ['Banking'] },
      { field: 'Plan__c', values: [null] },
    ];
    expect(reasonFor(bought, { ...buysAgain, population: { ...buysAgain.population, where } }, 60)).toEqual([
      'outside_fields',
      'Nothing is predicted for records with these values: Industry.',
    ]);
  });

  it('agrees with the snapshot that is scored, on every day and for every definition', () => {
    const closing = { kind: 'flag', flag: 'IsClosed', at: 'ClosedOn__c' } as const;
    const histories = [
      bought,
      account([]),
      account([purchase(10), purchase(200, 100, -30)]),
      account([purchase(10)], { isDeleted: true, endedAt: day(90) }),
      account([purchase(50)], { ...storedRecord('001', day(0), { IsClosed: true, ClosedOn__c: '2025-03-01' }) }),
    ];
    const definitions: readonly PropensityDefinition[] = [
      churns,
      buysAgain,
      { ...churns, population: { from: 'created', until: closing } },
      { ...churns, population: { from: closing } },
      { ...churns, population: { ...churns.population, where: [{ field: 'Industry', values: ['Energy'] }] } },
    ];
    let [inside, outside] = [0, 0];
    for (const history of histories)
      for (const definition of definitions)
        for (let at = 1; at < 400; at += 3) {
          const isOutside = currentSnapshot(history, definition, day(at)) === undefined;
          expect(findOutsideReason(history, definition, day(at)) !== undefined, `day ${at}`).toBe(isOutside);
          if (isOutside) outside += 1;
          else inside += 1;
        }
    expect(Math.min(inside, outside)).toBeGreaterThan(500);
  });
});
