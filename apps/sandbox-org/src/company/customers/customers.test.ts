import { DAY_MS } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { expectCalibrated } from '../calibrated.fixture.ts';
import { defaultCompany } from '../settings.ts';
import { simulateCompany } from '../index.ts';
import { probabilityOfNoPurchase } from './customer-truth.ts';
import { simulateCustomers, type Customer } from './simulate-customers.ts';

const now = Date.parse('2026-11-20T09:00:00Z');
const settings = { ...defaultCompany, leads: 20, customers: 1_500, now };
const customers = [...simulateCustomers(settings)];
const HORIZON = 120;

/** Customers asked about at an instant: those with a purchase in the 120 days before. */
const askedAt = (asOf: number): readonly Customer[] =>
  customers.filter(({ purchases }) => purchases.some((at) => at <= asOf && at > asOf - HORIZON * DAY_MS));

const boughtNothing = ({ purchases }: Customer, asOf: number): boolean =>
  !purchases.some((at) => at > asOf && at <= asOf + HORIZON * DAY_MS);

describe('simulateCustomers', () => {
  it('gives the same customers for the same settings, and changes no lead', () => {
    expect([...simulateCustomers({ ...settings, customers: 20 })]).toEqual(customers.slice(0, 20));
    const withCustomers = [...simulateCompany(settings).leads()];
    expect(withCustomers).toEqual([...simulateCompany({ ...settings, customers: 0 }).leads()]);
    expect([...simulateCustomers({ ...settings, customers: undefined })]).toEqual([]);
  });

  it('knows the probability that a customer buys nothing: it is calibrated in every fifth', () => {
    const asked = [200, 300, 400].flatMap((days) => {
      const asOf = now - days * DAY_MS;
      return askedAt(asOf).map((customer) => {
        const observed = { ...customer.traits, purchases: customer.purchases, cases: customer.cases };
        return { p: probabilityOfNoPurchase(observed, asOf, HORIZON), happened: boughtNothing(customer, asOf) };
      });
    });
    expect(asked.length).toBeGreaterThan(1_000);
    expectCalibrated(asked, 0.5);
  });

  it('enters a fifth of the orders late, and merges a few accounts into those that keep their records', () => {
    const orders = customers.flatMap(({ records }) => records.Order);
    const late = orders.filter(({ EffectiveDate, CreatedDate }) => EffectiveDate! < String(CreatedDate).slice(0, 10));
    expect(late.length / orders.length).toBeGreaterThan(0.15);
    expect(late.length / orders.length).toBeLessThan(0.25);
    const merged = customers.flatMap(({ records }) => records.Account.slice(1));
    expect(merged.length).toBeGreaterThan(20);
    expect(merged.every(({ IsDeleted, MasterRecordId }) => IsDeleted && MasterRecordId)).toBe(true);
    const losers = new Set(merged.map(({ Id }) => Id));
    expect(customers.some(({ records }) => records.Opportunity.some(({ AccountId }) => losers.has(AccountId!)))).toBe(
      false,
    );
  });

  it('rejects a question about an account that was not a customer yet', () => {
    const { traits, purchases, cases } = customers[0]!;
    expect(() => probabilityOfNoPurchase({ ...traits, purchases, cases }, purchases[0]! - 1, HORIZON)).toThrow(
      RangeError,
    );
  });

  it('sets the traps: current values that reveal who has left, and close dates before the recorded win', () => {
    const left = customers.filter(({ purchases }) => now - purchases.at(-1)! > 150 * DAY_MS);
    const stayed = customers.filter(({ purchases }) => now - purchases.at(-1)! < 30 * DAY_MS);
    const account = ({ records }: Customer) => records.Account[0]!;
    expect(left.every((each) => account(each).Type === 'Other' && account(each).Health__c === 'Red')).toBe(true);
    expect(left.filter((each) => account(each).Churn_Reason__c !== null).length).toBeGreaterThan(0.6 * left.length);
    expect(stayed.every((each) => account(each).Churn_Reason__c === null)).toBe(true);
    const won = customers.flatMap(({ records }) => records.Opportunity.filter(({ IsWon }) => IsWon));
    expect(won.every(({ CloseDate, LastStageChangeDate }) => CloseDate! <= LastStageChangeDate!)).toBe(true);
    expect(
      won.some(({ CloseDate, LastStageChangeDate }) => String(LastStageChangeDate).slice(0, 10) > CloseDate!),
    ).toBe(true);
  });
});
