import { DAY_MS } from '@leadlight/common';
import type { Instant } from '@leadlight/lead-features';
import type { EventSelector, PropensityDefinition } from './definition.ts';
import { eventsOf } from './events.ts';
import type { SubjectHistory } from './subject-history.ts';

/**
 * `undecided`: the horizon and the reporting delay have not passed. `censored`: the subject was deleted or merged before
 * that, so its outcome is unknown.
 */
export type Outcome = 'positive' | 'negative' | 'undecided' | 'censored';

export interface SubjectOutcome {
  readonly outcome: Outcome;
  /** When what is predicted came true, within the horizon or later; null = it did not. */
  readonly reachedAt: Instant | null;
}

export type OutcomeRule = Pick<PropensityDefinition, 'event' | 'horizonDays' | 'population'> & {
  readonly reportingDelayDays: number;
};

/** When a snapshot's label cannot change any more. */
export const labelSettlesAt = (
  asOf: Instant,
  { horizonDays, reportingDelayDays }: Pick<OutcomeRule, 'horizonDays' | 'reportingDelayDays'>,
): Instant => asOf + (horizonDays + reportingDelayDays) * DAY_MS;

/**
 * What became of the subject after a snapshot. Events count by when they happened, so that one entered late is not missed; a
 * label is decided only once late entries are in. A lost or closed subject waits for the whole horizon too.
 */
export function outcomeOf(history: SubjectHistory, rule: OutcomeRule, asOf: Instant, now: Instant): SubjectOutcome {
  const settlesAt = labelSettlesAt(asOf, rule);
  const horizonEnd = asOf + rule.horizonDays * DAY_MS;
  const next = nextEventAt(history, rule.event.of, asOf);
  const happened = next !== null && next <= horizonEnd;
  const reachedAt = rule.event.occurs === 'within' ? next : happened ? null : horizonEnd;
  if (settlesAt > now) return { outcome: 'undecided', reachedAt: null };
  // An event that happened before the subject ended is still an outcome, and so is a loss that was recorded before it.
  if (history.isDeleted && !happened && !hasLeft(history, rule) && (history.endedAt ?? asOf) <= settlesAt) {
    return { outcome: 'censored', reachedAt: null };
  }
  const isPositive = happened === (rule.event.occurs === 'within');
  return { outcome: isPositive ? 'positive' : 'negative', reachedAt };
}

/** When the next event after `asOf` happened; null = none so far. */
export const nextEventAt = (history: SubjectHistory, selector: EventSelector, asOf: Instant): Instant | null =>
  eventsOf(history, selector).find(({ happenedAt }) => happenedAt > asOf)?.happenedAt ?? null;

/** Whether what is predicted came true over the horizon that ends now. */
export const hasComeTrue = (
  history: SubjectHistory,
  { event, horizonDays }: Pick<OutcomeRule, 'event' | 'horizonDays'>,
  now: Instant,
): boolean => {
  const happened = eventsOf(history, event.of).some(
    ({ happenedAt }) => happenedAt <= now && happenedAt > now - horizonDays * DAY_MS,
  );
  return happened === (event.occurs === 'within');
};

/** Whether it left the population before it ended: what is deleted after it was closed has an outcome. */
const hasLeft = (history: SubjectHistory, { population: { until } }: Pick<OutcomeRule, 'population'>): boolean =>
  until !== undefined && eventsOf(history, until).length > 0;
