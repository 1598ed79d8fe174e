import { DAY_MS } from '@leadlight/common';
import { companyFirstWords, companySecondWords, companySuffixes, countries } from '../attribute-values.ts';
import { auditFieldValues } from '../lead-simulation.ts';
import { poissonTimes } from '../poisson-times.ts';
import { createRandom, mixSeed, type Random } from '../random.ts';
import { createIdGenerator } from '../record-id.ts';
import { isoDate, isoTime, type CompanyRecord } from '../records.ts';
import { companyStart, type CompanySettings } from '../settings.ts';
import { automationUserId, reps } from '../users.ts';
import { ratesOf, sampleTraits, type CustomerTraits } from './customer-traits.ts';
import type { CustomerActs } from './customer-truth.ts';
import { mergedDuplicates, orderRecords } from './late-orders.ts';

type CustomerObject = 'Account' | 'AccountHistory' | 'Opportunity' | 'Order' | 'Case' | 'Contact';

export interface Customer extends CustomerActs {
  readonly accountId: string;
  readonly traits: CustomerTraits;
  readonly records: Readonly<Record<CustomerObject, readonly CompanyRecord[]>>;
}

/** Ids of customers' records start here, above those of converted leads. */
const FIRST_SERIAL = 50_000_000;
/** An account without a purchase for this long is shown as red by a nightly job. */
const RED_AFTER_DAYS = 90;
/** And, later, gets a reason why it left, which the job guesses. */
const REASON_AFTER_DAYS = 150;
const LOST_DEALS_PER_PURCHASE = 0.3;

/**
 * Customers that buy, complain and leave, with a known probability. They have no part in the simulation of leads. Traps: the
 * current `Type` and `Churn_Reason__c` are set once a customer has left and have no history; `Health__c` has one; close dates
 * are earlier than the recorded win; lost deals are not purchases; a fifth of the orders is entered late; a few accounts were
 * merged into others.
 */
export function* simulateCustomers(settings: CompanySettings): Generator<Customer> {
  const { customers = 0, seed, now } = settings;
  let later = 0;
  const nextId = createIdGenerator(FIRST_SERIAL);
  for (let index = 0; index < customers; index++) {
    const random = createRandom(mixSeed(seed, 977, index));
    const customer = simulateCustomer(random, companyStart(settings), now, nextId);
    yield withLateRecords(customer, createRandom(mixSeed(seed, 979, index)), now, () => (later += 1));
  }
}

/** Adds orders and merged accounts by random numbers of their own. */
function withLateRecords(customer: Customer, random: Random, now: number, nextSerial: () => number): Customer {
  const { accountId, purchases, records } = customer;
  const [account] = records.Account;
  return {
    ...customer,
    records: {
      ...records,
      Account: [account!, ...mergedDuplicates(random, account!, purchases[0]!, now, nextSerial)],
      Order: orderRecords(random, accountId, purchases, now, nextSerial),
    },
  };
}

function simulateCustomer(
  random: Random,
  start: number,
  now: number,
  nextId: (object: CustomerObject) => string,
): Customer {
  const traits = sampleTraits(random);
  const rates = ratesOf(traits);
  const first = start + random.uniform() * (now - start);
  const leaves = first + random.exponential(1 / rates.leaves) * DAY_MS;
  const until = Math.min(leaves, now);
  const purchases = [first, ...poissonTimes(random, rates.buys, first, until)];
  const cases = poissonTimes(random, rates.complains, first, until);
  const accountId = nextId('Account');
  const rep = random.pick(reps);
  const health = healthChanges(purchases, now);
  const changedAt = Math.max(first, ...health.map(({ at }) => at));
  const createdAt = first - (5 + random.exponential(40)) * DAY_MS;
  const last = purchases.at(-1)!;
  const silentDays = (now - last) / DAY_MS;
  const account = {
    Id: accountId,
    Name: `${random.pick(companyFirstWords)} ${random.pick(companySecondWords)} ${random.pick(companySuffixes)}`.trim(),
    Type: silentDays > RED_AFTER_DAYS ? 'Other' : 'Customer - Direct',
    Industry: traits.industry,
    NumberOfEmployees: Math.round(10 * Math.exp(3 * random.uniform())),
    BillingCountry: random.pick(countries).value,
    Plan__c: traits.plan,
    Health__c: health.at(-1)?.value ?? 'Green',
    Churn_Reason__c:
      silentDays > REASON_AFTER_DAYS && random.chance(0.7) ? random.pick(['Price', 'Service', 'Competitor']) : null,
    OwnerId: rep.id,
    ...auditFieldValues(rep.id, createdAt, changedAt),
  };
  const deals = [
    ...purchases.map((at) => dealRecord(random, at, traits, 'Closed Won')),
    ...poissonTimes(random, rates.buys * LOST_DEALS_PER_PURCHASE, first, until).map((at) =>
      dealRecord(random, at, traits, 'Closed Lost'),
    ),
  ];
  return {
    accountId,
    traits,
    purchases,
    cases,
    records: {
      Account: [account],
      Order: [],
      AccountHistory: health.map((change) => historyRow(nextId('AccountHistory'), accountId, change)),
      Contact: [contactRecord(nextId('Contact'), accountId, random, rep.id, createdAt)],
      Opportunity: deals.map((deal) => ({ Id: nextId('Opportunity'), AccountId: accountId, OwnerId: rep.id, ...deal })),
      Case: cases.map((at) => caseRecord(nextId('Case'), accountId, random, rep.id, at, now)),
    },
  };
}

interface HealthChange {
  readonly at: number;
  readonly before: string;
  readonly value: string;
}

/** Red after a long silence, green again with the next purchase. */
function healthChanges(purchases: readonly number[], now: number): readonly HealthChange[] {
  return purchases.flatMap((at, index) => {
    const redAt = at + RED_AFTER_DAYS * DAY_MS;
    const next = purchases[index + 1] ?? Infinity;
    if (redAt > Math.min(next, now)) return [];
    const red = { at: redAt, before: 'Green', value: 'Red' };
    return next > now ? [red] : [red, { at: next, before: 'Red', value: 'Green' }];
  });
}

const historyRow = (id: string, accountId: string, { at, before, value }: HealthChange): CompanyRecord => ({
  Id: id,
  AccountId: accountId,
  Field: 'Health__c',
  DataType: 'Text',
  OldValue: before,
  NewValue: value,
  IsDeleted: false,
  CreatedById: automationUserId,
  CreatedDate: isoTime(at),
});

function dealRecord(random: Random, closedAt: number, { plan }: CustomerTraits, stage: string): CompanyRecord {
  const createdAt = closedAt - (1 + random.exponential(12)) * DAY_MS;
  const amount = { Basic: 400, Standard: 1_500, Premium: 6_000 }[plan];
  return {
    Name: `Order of ${isoDate(closedAt)}`,
    StageName: stage,
    Amount: Math.round(amount * Math.exp(0.6 * random.normal())),
    // People enter the day on which the customer said yes.
    CloseDate: isoDate(closedAt - random.exponential(6) * DAY_MS),
    IsClosed: true,
    IsWon: stage === 'Closed Won',
    LastStageChangeDate: isoTime(closedAt),
    Probability: stage === 'Closed Won' ? 100 : 0,
    ...auditFieldValues(automationUserId, createdAt, closedAt),
  };
}

const contactRecord = (id: string, accountId: string, random: Random, ownerId: string, at: number): CompanyRecord => ({
  Id: id,
  AccountId: accountId,
  FirstName: 'Office',
  LastName: random.pick(companySecondWords),
  Name: 'Office',
  OwnerId: ownerId,
  ...auditFieldValues(ownerId, at),
});

function caseRecord(
  id: string,
  accountId: string,
  random: Random,
  ownerId: string,
  at: number,
  now: number,
): CompanyRecord {
  const closedAt = at + random.exponential(4) * DAY_MS;
  const isClosed = closedAt <= now;
  return {
    Id: id,
    CaseNumber: id.slice(9, 15),
    AccountId: accountId,
    Subject: 'Question about an order',
    Status: isClosed ? 'Closed' : 'New',
    Priority: random.pick(['Low', 'Medium', 'High']),
    Origin: random.pick(['Email', 'Phone', 'Web']),
    IsClosed: isClosed,
    ClosedDate: isClosed ? isoTime(closedAt) : null,
    OwnerId: ownerId,
    ...auditFieldValues(ownerId, at, isClosed ? closedAt : at),
  };
}
