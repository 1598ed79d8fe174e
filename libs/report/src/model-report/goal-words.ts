import type { GoalKind } from './model-report-input.ts';

/** How sentences, columns and axes name success. */
export interface GoalWords {
  /** Heads a column. */
  readonly success: string;
  /** The opposite, as a short name. */
  readonly failure: string;
  /** What is scored: a lead, or a record of another object. */
  readonly record: 'lead' | 'record';
  readonly records: 'leads' | 'records';
  /** What one of them did. */
  readonly did: string;
  /** What several did. */
  readonly allDid: string;
  readonly noneDid: string;
  readonly do: string;
  readonly would: string;
  /** The successful ones. */
  readonly successes: string;
}

const LEADS = { record: 'lead', records: 'leads' } as const;
const RECORDS = { record: 'record', records: 'records' } as const;

const WORDS: Readonly<Record<'converted' | 'won' | 'event' | 'reached', GoalWords>> = {
  converted: {
    ...LEADS,
    success: 'converted',
    failure: 'did not',
    did: 'converted',
    allDid: 'converted',
    noneDid: 'did not convert',
    do: 'convert',
    would: 'would convert',
    successes: 'conversions',
  },
  won: {
    ...LEADS,
    success: 'won',
    failure: 'not won',
    did: 'was won',
    allDid: 'were won',
    noneDid: 'were not won',
    do: 'are won',
    would: 'would be won',
    successes: 'won leads',
  },
  event: {
    ...RECORDS,
    success: 'event',
    failure: 'no event',
    did: 'had the event',
    allDid: 'had the event',
    noneDid: 'did not have the event',
    do: 'have the event',
    would: 'would have the event',
    successes: 'events',
  },
  reached: {
    ...LEADS,
    success: 'goal reached',
    failure: 'not reached',
    did: 'reached the goal',
    allDid: 'reached the goal',
    noneDid: 'did not reach the goal',
    do: 'reach the goal',
    would: 'would reach the goal',
    successes: 'successes',
  },
};

/**
 * A sentence about leads that reach a goal, for reports about other records as one about records that have the event. It must not
 * contain names of fields, which would be changed, too.
 */
export const inGoalWords = (sentence: string, goal: GoalKind | undefined): string =>
  goal === 'event'
    ? sentence
        .replaceAll(/\bleads\b/g, RECORDS.records)
        .replaceAll(/\blead\b/g, RECORDS.record)
        .replaceAll(/\breached the goal\b/g, WORDS.event.allDid)
        .replaceAll(/\breach the goal\b/g, WORDS.event.do)
    : sentence;

/** The words of a goal; without one, as of a table, those of a conversion. */
export function goalWords({ goal = 'converted' }: { readonly goal?: GoalKind }): GoalWords {
  return WORDS[goal === 'converted' || goal === 'won' || goal === 'event' ? goal : 'reached'];
}
