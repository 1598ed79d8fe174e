import { DAY_MS } from '@leadlight/common';
import { auditFieldValues } from '../lead-simulation.ts';
import { poissonTimes } from '../poisson-times.ts';
import { createRandom, mixSeed, type Random } from '../random.ts';
import { createIdGenerator } from '../record-id.ts';
import { isoTime, type CompanyRecord, type FieldValue } from '../records.ts';
import { companyStart, type CompanySettings } from '../settings.ts';
import { automationUserId, reps } from '../users.ts';
import { ratesOf, sampleTraits, type CaseTraits } from './case-traits.ts';
import type { ObservedCase } from './case-truth.ts';

type CaseObject = 'Case' | 'CaseHistory' | 'CaseComment';

export interface SupportCase extends Pick<ObservedCase, 'createdAt' | 'comments'> {
  readonly caseId: string;
  readonly traits: CaseTraits;
  /** null = it has not. */
  readonly escalatedAt: number | null;
  /** When it was merged into another case, which deletes it; null = it was not. */
  readonly mergedAt: number | null;
  readonly records: Readonly<Record<CaseObject, readonly CompanyRecord[]>>;
}

/** Ids of these records start here, above those of customers' cases. */
const FIRST_SERIAL = 80_000_000;
const MERGED_SHARE = 0.015;
const DAYS_FROM_ESCALATION_TO_CLOSING = 3;

type NextId = (object: CaseObject) => string;

/**
 * Cases that escalate with a known probability. They have no part in the other simulations. Traps: an escalation raises the
 * priority in the same second and brings more comments, `Escalation_Reason__c` has no history, and some cases are merged.
 */
export function* simulateCases(settings: CompanySettings): Generator<SupportCase> {
  const { cases = 0, seed, now } = settings;
  const nextId = createIdGenerator(FIRST_SERIAL);
  for (let index = 0; index < cases; index++) {
    yield simulateCase(createRandom(mixSeed(seed, 983, index)), companyStart(settings), now, nextId);
  }
}

function simulateCase(random: Random, start: number, now: number, nextId: NextId): SupportCase {
  const traits = sampleTraits(random);
  const rates = ratesOf(traits);
  const createdAt = Math.floor((start + random.uniform() * (now - start)) / 1_000) * 1_000;
  const after = (days: number, from = createdAt) => from + random.exponential(days) * DAY_MS;
  const [escalates, closes, merges] = [after(1 / rates.escalates), after(1 / rates.closes), after(2)];
  const isMerged = random.chance(MERGED_SHARE);
  const mergedAt = isMerged && merges < Math.min(escalates, closes, now) ? merges : null;
  const escalatedAt = mergedAt === null && escalates < Math.min(closes, now) ? escalates : null;
  const closedAt = escalatedAt === null ? closes : after(DAYS_FROM_ESCALATION_TO_CLOSING, escalatedAt);
  const until = Math.min(mergedAt ?? Infinity, closedAt, now);
  const calm = poissonTimes(random, rates.comments, createdAt, Math.min(until, escalatedAt ?? Infinity));
  const angry = escalatedAt === null ? [] : poissonTimes(random, 2, escalatedAt, until);
  const story = { traits, createdAt, comments: [...calm, ...angry], escalatedAt, mergedAt };
  return {
    ...story,
    ...recordsOf({ ...story, closedAt: mergedAt === null && closedAt <= now ? closedAt : null }, random, nextId),
  };
}

type Story = Omit<SupportCase, 'caseId' | 'records'> & { readonly closedAt: number | null };

function recordsOf(story: Story, random: Random, nextId: NextId): Pick<SupportCase, 'caseId' | 'records'> {
  const { traits, createdAt, comments, escalatedAt, closedAt, mergedAt } = story;
  const rep = random.pick(reps);
  const caseId = nextId('Case');
  const changes = changesOf(story);
  const changedAt = Math.max(createdAt, ...changes.map(({ at }) => at));
  const deletion = { IsDeleted: mergedAt !== null, ...(mergedAt !== null && { SystemModstamp: isoTime(mergedAt) }) };
  const isEscalated = escalatedAt !== null;
  const supportCase = {
    Id: caseId,
    CaseNumber: caseId.slice(7, 15),
    Subject: 'Question about the product',
    Type: traits.type,
    Origin: traits.origin,
    Status: closedAt !== null ? 'Closed' : isEscalated ? 'Escalated' : 'New',
    Priority: isEscalated ? 'High' : traits.priority,
    IsClosed: closedAt !== null,
    ClosedDate: closedAt === null ? null : isoTime(closedAt),
    IsEscalated: isEscalated,
    Escalation_Reason__c: isEscalated ? random.pick(['No answer', 'Outage', 'Third contact']) : null,
    OwnerId: rep.id,
    ...auditFieldValues(rep.id, createdAt, changedAt),
    ...deletion,
  };
  return {
    caseId,
    records: {
      Case: [supportCase],
      CaseHistory: changes.map(({ at, field, before, after }) => ({
        Id: nextId('CaseHistory'),
        CaseId: caseId,
        Field: field,
        DataType: typeof after === 'boolean' ? 'Boolean' : 'Text',
        OldValue: before,
        NewValue: after,
        IsDeleted: false,
        CreatedById: automationUserId,
        CreatedDate: isoTime(at),
      })),
      CaseComment: comments.map((at) => ({
        Id: nextId('CaseComment'),
        ParentId: caseId,
        IsPublished: true,
        ...auditFieldValues(automationUserId, at),
        ...deletion,
      })),
    },
  };
}

interface Change {
  readonly at: number;
  readonly field: string;
  readonly before: FieldValue;
  readonly after: FieldValue;
}

/** An escalation changes the case in one save, and reassigns it. */
function changesOf({ traits, escalatedAt, closedAt }: Story): readonly Change[] {
  const before = escalatedAt === null ? 'New' : 'Escalated';
  const escalation =
    escalatedAt === null
      ? []
      : [
          { at: escalatedAt, field: 'IsEscalated', before: false, after: true },
          { at: escalatedAt, field: 'Status', before: 'New', after: 'Escalated' },
          ...(traits.priority === 'High'
            ? []
            : [{ at: escalatedAt, field: 'Priority', before: traits.priority, after: 'High' }]),
          { at: escalatedAt, field: 'ownerEscalated', before: null, after: null },
        ];
  const closing = closedAt === null ? [] : [{ at: closedAt, field: 'Status', before, after: 'Closed' }];
  return [...escalation, ...closing];
}
