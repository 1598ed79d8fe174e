import type { GoalKind } from './model-report-input.ts';

/** How sentences, columns and axes name success. */
export interface GoalWords {
  /** Heads a column. */
  readonly success: string;
  /** The opposite, as a short name. */
  readonly failure: string;
  /** What one lead did. */
  readonly did: string;
  /** What several leads did. */
  readonly allDid: string;
  readonly noneDid: string;
  readonly do: string;
  readonly would: string;
  /** The successful leads. */
  readonly successes: string;
}

const WORDS: Readonly<Record<'converted' | 'won' | 'event' | 'reached', GoalWords>> = {
  converted: {
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

/** The words of a goal; without one, as of a table, those of a conversion. */
export function goalWords({ goal = 'converted' }: { readonly goal?: GoalKind }): GoalWords {
  return WORDS[goal === 'converted' || goal === 'won' || goal === 'event' ? goal : 'reached'];
}
