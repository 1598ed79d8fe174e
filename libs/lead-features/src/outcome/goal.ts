import { DAY_MS } from '@leadlight/common';
import type { FieldValue, Instant, LeadHistory } from '../lead-history.ts';

/** What counts as success. `opportunity` and `won` need the opportunity's times in the history. */
export type Goal =
  | { readonly kind: 'converted' }
  | { readonly kind: 'opportunity' }
  | { readonly kind: 'won' }
  | { readonly kind: 'status'; readonly status: string };

/** When the lead reached the goal; null = not yet. */
export function goalReachedAt(history: LeadHistory, goal: Goal): Instant | null {
  switch (goal.kind) {
    case 'converted':
      return history.convertedAt;
    case 'opportunity':
      return history.opportunity?.createdAt ?? null;
    case 'won':
      return history.opportunity?.wonAt ?? null;
    case 'status':
      return statusReachedAt(history, goal.status);
  }
}

function statusReachedAt({ createdAt, fields, changes }: LeadHistory, status: string): Instant | null {
  const statusChanges = changes.filter(({ field }) => field === 'Status').toSorted((a, b) => a.at - b.at);
  const first = statusChanges[0];
  if ((first ? first.oldValue : fields.Status) === status) return createdAt;
  return statusChanges.find(({ newValue }) => newValue === status)?.at ?? null;
}

/** What has become of a lead by now. */
export type LeadOutcome = 'reached' | 'unqualified' | 'stale' | 'open';

export interface LeadOutcomeSettings {
  readonly goal: Goal;
  /** Statuses that say somebody gave the lead up. */
  readonly unqualifiedStatuses?: readonly string[];
  /** A lead that nobody has touched for this long is stale. */
  readonly staleDays?: number;
}

const UNQUALIFIED =
  /\b(unqualified|disqualified|not qualified|lost|dead|junk|rejected|unqualifiziert|descalificado)\b/i;
const STALE_DAYS = 60;

/** Distinguishes leads that somebody judged unfit from leads that nobody works any more. */
export function leadOutcomeOf(history: LeadHistory, settings: LeadOutcomeSettings, now: Instant): LeadOutcome {
  if (goalReachedAt(history, settings.goal) !== null) return 'reached';
  if (saysUnqualified(history.fields.Status, settings.unqualifiedStatuses)) return 'unqualified';
  const touches = history.activities.flatMap(({ completedAt }) => (completedAt === null ? [] : [completedAt]));
  const changes = history.changes.map(({ at }) => at);
  const latest = [...touches, ...changes].reduce((late, at) => Math.max(late, at), history.createdAt);
  return now - latest > (settings.staleDays ?? STALE_DAYS) * DAY_MS ? 'stale' : 'open';
}

/** Whether a status says that somebody gave the lead up, by its name unless statuses are named. */
export function saysUnqualified(status: FieldValue | undefined, named?: readonly string[]): boolean {
  if (typeof status !== 'string') return false;
  return named ? named.includes(status) : UNQUALIFIED.test(status);
}
