import { DAY_MS } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { expectCalibrated } from '../calibrated.fixture.ts';
import { simulateCompany } from '../index.ts';
import { defaultCompany } from '../settings.ts';
import { probabilityOfWin } from './deal-truth.ts';
import { simulateDeals, type Deal } from './simulate-deals.ts';

const now = Date.parse('2026-11-20T09:00:00Z');
const settings = { ...defaultCompany, leads: 20, deals: 3_000, now };
const deals = [...simulateDeals(settings)];
const HORIZON = 90;

const isOpenAt = ({ createdAt, closedAt }: Deal, at: number): boolean =>
  createdAt <= at && (closedAt === null || closedAt > at);
const truthOf = (deal: Deal, asOf: number) => probabilityOfWin({ ...deal, ...deal.traits }, asOf, HORIZON);

describe('simulateDeals', () => {
  it('gives the same opportunities for the same settings, and changes no lead', () => {
    expect([...simulateDeals({ ...settings, deals: 20 })]).toEqual(deals.slice(0, 20));
    expect([...simulateCompany(settings).leads()]).toEqual([...simulateCompany({ ...settings, deals: 0 }).leads()]);
    expect([...simulateDeals({ ...settings, deals: undefined })]).toEqual([]);
  });

  it.each([0, 7, 30, 90])('knows the probability that an opportunity is won, %i days after it was created', (age) => {
    const asked = deals.flatMap((deal) => {
      const asOf = deal.createdAt + age * DAY_MS;
      if (asOf > now - HORIZON * DAY_MS || !isOpenAt(deal, asOf)) return [];
      const won = deal.isWon && deal.closedAt! <= asOf + HORIZON * DAY_MS;
      return [{ p: truthOf(deal, asOf), happened: won }];
    });
    expectCalibrated(asked, age === 0 ? 0.2 : 0.4);
  });

  it('rejects a question about an opportunity that was not open', () => {
    const won = deals.find(({ isWon }) => isWon)!;
    expect(() => truthOf(won, won.createdAt - 1)).toThrow(RangeError);
    expect(() => truthOf(won, won.closedAt!)).toThrow(RangeError);
  });

  it('sets the traps: amounts, close dates, deletions and a reason that are entered when it is closed', () => {
    const closed = deals.filter(({ closedAt }) => closedAt !== null);
    const opportunity = ({ records }: Deal) => records.Opportunity[0]!;
    const first = ({ records }: Deal) => records.OpportunityHistory[0]!;
    const won = closed.filter(({ isWon }) => isWon);
    const lost = closed.filter(({ isWon }) => !isWon);
    expect(won.every((deal) => opportunity(deal).Amount! > first(deal).Amount!)).toBe(true);
    expect(lost.every((deal) => opportunity(deal).Amount === 0)).toBe(true);
    expect(won.filter((deal) => String(opportunity(deal).CloseDate) < closedDay(deal)).length).toBeGreaterThan(
      0.7 * won.length,
    );
    const deleted = lost.filter((deal) => opportunity(deal).IsDeleted);
    expect(deleted.length).toBeGreaterThan(0.3 * lost.length);
    expect(deleted.every(({ records }) => records.Task.every(({ IsDeleted }) => IsDeleted))).toBe(true);
    expect(lost.every((deal) => opportunity(deal).Loss_Reason__c !== null)).toBe(true);
  });
});

const closedDay = ({ closedAt }: Deal): string => new Date(closedAt!).toISOString().slice(0, 10);
