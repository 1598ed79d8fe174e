import { describe, expect, it } from 'vitest';
import { account, churns, day, purchase } from './histories.fixture.ts';
import { isIn, populationOf } from './population.ts';

const days = (intervals: ReturnType<typeof populationOf>) =>
  intervals.map(({ from, until }) => [(from - day(0)) / 86_400_000, (until - day(0)) / 86_400_000]);

describe('populationOf', () => {
  it('lasts as long as the latest purchase is recent, and begins again with the next', () => {
    const bought = account([purchase(100), purchase(10), purchase(300)]);
    expect(days(populationOf(bought, churns))).toEqual([
      [10, 220],
      [300, 420],
    ]);
  });

  it('is empty without a purchase', () => {
    expect(populationOf(account([]), churns)).toEqual([]);
  });

  it('ends when the record is deleted or the final event happens', () => {
    const merged = account([purchase(10)], { isDeleted: true, endedAt: day(60) });
    expect(days(populationOf(merged, churns))).toEqual([[10, 60]]);
    const until = { kind: 'flag', flag: 'IsClosed', at: 'ClosedOn__c' } as const;
    const open = { population: { from: 'created', until } } as const;
    const closed = account([], { fields: { IsClosed: true, ClosedOn__c: '2025-01-21T00:00:00Z' } });
    expect(days(populationOf(closed, open))).toEqual([[0, 20]]);
    const closedOnDay = account([], { fields: { IsClosed: true, ClosedOn__c: '2025-01-21' } });
    expect(days(populationOf(closedOnDay, open))).toEqual([[0, 21]]);
  });

  it('begins when the CRM had an event that was entered late', () => {
    const late = account([purchase(50, 100, -7)]);
    expect(days(populationOf(late, churns))).toEqual([[57, 177]]);
  });

  it('contains its beginning and not its end', () => {
    const population = populationOf(account([purchase(10)]), churns);
    expect([day(9.9), day(10), day(129.9), day(130)].map((at) => isIn(population, at))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});
