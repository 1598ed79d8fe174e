import { DAY_MS } from '@leadlight/common';
import { companyFirstWords, companySecondWords, companySuffixes, countries } from '../attribute-values.ts';
import { auditFieldValues } from '../lead-simulation.ts';
import { poissonTimes } from '../poisson-times.ts';
import { createRandom, mixSeed, type Random } from '../random.ts';
import { createIdGenerator } from '../record-id.ts';
import { isoDate, isoTime, type CompanyRecord, type FieldValue } from '../records.ts';
import { companyStart, type CompanySettings } from '../settings.ts';
import { opportunityStages } from '../stages.ts';
import { automationUserId, reps } from '../users.ts';
import { ADVANCES_TO_WIN, ratesOf, sampleTraits, type DealTraits } from './deal-traits.ts';
import type { DealActs } from './deal-truth.ts';

type DealObject = 'Account' | 'Opportunity' | 'OpportunityHistory' | 'OpportunityFieldHistory' | 'Task';

export interface Deal extends DealActs {
  readonly opportunityId: string;
  readonly traits: DealTraits;
  /** When it was won or lost; null = open. */
  readonly closedAt: number | null;
  readonly isWon: boolean;
  readonly records: Readonly<Record<DealObject, readonly CompanyRecord[]>>;
}

/** Ids of deals' records start here, above those of leads and customers. */
const FIRST_SERIAL = 80_000_000;
const DELETED_SHARE_OF_LOST = 0.35;

type NextId = (object: DealObject) => string;

/**
 * Opportunities that advance, are won and are lost, with a known probability. They have no part in the simulation of leads and
 * customers. Traps: amounts are set when they are closed, close dates are earlier than the recorded win, a third of the lost ones
 * is deleted with all its activities, and `Loss_Reason__c` has no history.
 */
export function* simulateDeals(settings: CompanySettings): Generator<Deal> {
  const { deals = 0, seed, now } = settings;
  const nextId = createIdGenerator(FIRST_SERIAL);
  for (let index = 0; index < deals; index++) {
    yield simulateDeal(createRandom(mixSeed(seed, 981, index)), companyStart(settings), now, nextId);
  }
}

function simulateDeal(random: Random, start: number, now: number, nextId: NextId): Deal {
  const traits = sampleTraits(random);
  const rates = ratesOf(traits);
  const createdAt = Math.floor((start + random.uniform() * (now - start)) / 1_000) * 1_000;
  const lostAt = createdAt + random.exponential(1 / rates.isLost) * DAY_MS;
  const advances = poissonTimes(random, rates.advances, createdAt, Math.min(lostAt, now)).slice(0, ADVANCES_TO_WIN);
  const isWon = advances.length === ADVANCES_TO_WIN;
  const closedAt = isWon ? advances.at(-1)! : lostAt <= now ? lostAt : null;
  const until = closedAt ?? now;
  const meetings = poissonTimes(random, rates.meets, createdAt, until);
  const confirmsAt = createdAt + random.exponential(1 / rates.confirmsBudget) * DAY_MS;
  const acts = { createdAt, advances, meetings, budgetConfirmedAt: confirmsAt < until ? confirmsAt : null };
  const deletedAfter = random.chance(DELETED_SHARE_OF_LOST) ? random.exponential(20) * DAY_MS : Infinity;
  const deletedAt = closedAt !== null && !isWon && closedAt + deletedAfter < now ? closedAt + deletedAfter : null;
  const story = { traits, ...acts, closedAt, isWon, deletedAt };
  return { ...story, ...recordsOf(story, random, nextId) };
}

type Story = Omit<Deal, 'opportunityId' | 'records'> & { readonly deletedAt: number | null };

function recordsOf(story: Story, random: Random, nextId: NextId): Pick<Deal, 'opportunityId' | 'records'> {
  const { traits, createdAt, meetings, budgetConfirmedAt, closedAt, isWon, deletedAt } = story;
  const rep = random.pick(reps);
  const [accountId, opportunityId] = [nextId('Account'), nextId('Opportunity')];
  const deletion = { IsDeleted: deletedAt !== null, ...(deletedAt !== null && { SystemModstamp: isoTime(deletedAt) }) };
  const rows = stageRows(story, random);
  const last = rows.at(-1)!;
  const opportunity = {
    Id: opportunityId,
    AccountId: accountId,
    Name: 'Project',
    Type: traits.type,
    LeadSource: traits.source,
    IsClosed: closedAt !== null,
    IsWon: isWon,
    LastStageChangeDate: rows.length > 1 ? isoTime(last.at) : null,
    Budget_Confirmed__c: budgetConfirmedAt !== null,
    Loss_Reason__c: closedAt !== null && !isWon ? random.pick(['Price', 'Competitor', 'No decision']) : null,
    OwnerId: rep.id,
    ...last.values,
    ...auditFieldValues(rep.id, createdAt, Math.max(last.at, budgetConfirmedAt ?? 0)),
    ...deletion,
  };
  const name = `${random.pick(companyFirstWords)} ${random.pick(companySecondWords)} ${random.pick(companySuffixes)}`;
  const account = {
    Id: accountId,
    Name: name.trim(),
    Type: 'Prospect',
    BillingCountry: random.pick(countries).value,
    OwnerId: rep.id,
    ...auditFieldValues(rep.id, createdAt),
  };
  return {
    opportunityId,
    records: {
      Account: [account],
      Opportunity: [opportunity],
      OpportunityHistory: rows.map(({ at, values }) => ({
        Id: nextId('OpportunityHistory'),
        OpportunityId: opportunityId,
        CreatedById: rep.id,
        CreatedDate: isoTime(at),
        SystemModstamp: isoTime(at),
        ...values,
        ...deletion,
      })),
      OpportunityFieldHistory:
        budgetConfirmedAt === null ? [] : [budgetRow(nextId, opportunityId, budgetConfirmedAt, deletion.IsDeleted)],
      Task: meetings.map((at) => ({ ...meetingRecord(nextId('Task'), opportunityId, rep.id, at), ...deletion })),
    },
  };
}

/** The stages with what else the opportunity had then. Its amount and its close date are set when it is closed. */
function stageRows({ createdAt, advances, closedAt, isWon }: Story, random: Random) {
  const estimate = Math.round(20 * Math.exp(0.8 * random.normal())) * 1_000;
  const expected = isoDate(createdAt + 60 * DAY_MS);
  const row = (at: number, stage: number, values: Readonly<Record<string, FieldValue>> = {}) => ({
    at,
    values: {
      StageName: opportunityStages[stage]!.value,
      Probability: opportunityStages[stage]!.probability,
      Amount: estimate,
      CloseDate: expected,
      ...values,
    },
  });
  const open = [createdAt, ...advances.slice(0, ADVANCES_TO_WIN - 1)].map((at, stage) => row(at, stage));
  if (closedAt === null) return open;
  const signed = {
    Amount: Math.round(estimate * (1.1 + 0.1 * random.uniform())),
    CloseDate: isoDate(closedAt - random.exponential(6) * DAY_MS),
  };
  return [...open, isWon ? row(closedAt, 4, signed) : row(closedAt, 5, { Amount: 0, CloseDate: isoDate(closedAt) })];
}

const budgetRow = (nextId: NextId, opportunityId: string, at: number, isDeleted: boolean): CompanyRecord => ({
  Id: nextId('OpportunityFieldHistory'),
  OpportunityId: opportunityId,
  Field: 'Budget_Confirmed__c',
  DataType: 'Boolean',
  OldValue: false,
  NewValue: true,
  IsDeleted: isDeleted,
  CreatedById: automationUserId,
  CreatedDate: isoTime(at),
});

const meetingRecord = (id: string, whatId: string, ownerId: string, at: number): CompanyRecord => ({
  Id: id,
  WhatId: whatId,
  Subject: 'Meeting',
  Type: 'Meeting',
  TaskSubtype: 'Task',
  Status: 'Completed',
  Priority: 'Normal',
  IsClosed: true,
  CompletedDateTime: isoTime(at),
  OwnerId: ownerId,
  ...auditFieldValues(ownerId, at),
});
