import { junkReasonOf, type JunkCode, type JunkRules } from '../cleaning/junk.ts';
import { textOf } from '../field-value.ts';
import { daysBetween } from '../instant.ts';
import type { LeadSnapshot } from '../snapshot.ts';

/** Why a lead is scored but left out of the ranking. `closed_status`: nobody works on it. `past_horizon`: too old. */
export type UnrankedCode = JunkCode | 'closed_status' | 'past_horizon';

export interface UnrankedReason {
  readonly code: UnrankedCode;
  /** The mail domain, word, status or number of days behind the reason; null where it needs none. */
  readonly value: string | null;
}

/** Which leads are left out of lists by score. Plain JSON. */
export interface RankingRules {
  /** null = no lead is junk. */
  readonly junk: JunkRules | null;
  /** Statuses of leads that nobody works on any more. */
  readonly closedStatuses: readonly string[];
  /** A model predicts the goal within this number of days; absent = leads of any age are ranked. */
  readonly horizonDays?: number;
}

/** Why a lead does not belong in a ranking by score, by what is known of it now; undefined if it does. */
export function unrankedReasonOf(snapshot: LeadSnapshot, rules: RankingRules): UnrankedReason | undefined {
  const junk = rules.junk === null ? undefined : junkReasonOf(snapshot, rules.junk);
  if (junk !== undefined) return junk;
  const status = textOf(snapshot, 'Status');
  if (status !== null && rules.closedStatuses.includes(status)) return { code: 'closed_status', value: status };
  const { horizonDays } = rules;
  return horizonDays !== undefined && daysBetween(snapshot.createdAt, snapshot.asOf) > horizonDays
    ? { code: 'past_horizon', value: String(horizonDays) }
    : undefined;
}
