import { DAY_MS } from '@leadlight/common';
import type { Instant, LeadHistory } from '../lead-history.ts';

/** `unsettled`: the horizon has not passed yet, or the lead was not open at the snapshot. */
export type Label = 'converted' | 'not' | 'unsettled';

/**
 * Whether a lead reached its goal within the horizon after `asOf`, as known at `now`. The label is unsettled until the
 * whole horizon has passed, for converted leads too: with them the newest examples would be nearly all positive.
 */
export function labelOf(
  { goalReachedAt }: { readonly goalReachedAt: Instant | null },
  asOf: Instant,
  horizonDays: number,
  now: Instant,
): Label {
  const settledAt = settledAtOf(asOf, horizonDays);
  if (settledAt > now || (goalReachedAt !== null && goalReachedAt <= asOf)) return 'unsettled';
  return goalReachedAt !== null && goalReachedAt <= settledAt ? 'converted' : 'not';
}

/** When the label of a snapshot is settled. */
export const settledAtOf = (asOf: Instant, horizonDays: number): Instant => asOf + horizonDays * DAY_MS;

/** Ages of a lead at which snapshots are taken, in days. */
export const DEFAULT_AGES_DAYS: readonly number[] = [0, 1, 7, 30];

/**
 * The instants of a lead's snapshots: each age at which it was not converted yet. A deleted lead has none, because the
 * time of the deletion is not known and most were merged into another.
 */
export function snapshotTimes(
  { createdAt, convertedAt, isDeleted }: Pick<LeadHistory, 'createdAt' | 'convertedAt' | 'isDeleted'>,
  agesDays: readonly number[],
  now: Instant,
): Instant[] {
  if (isDeleted) return [];
  const isOpen = (asOf: Instant) => asOf <= now && (convertedAt === null || asOf < convertedAt);
  return agesDays.map((ageDays) => createdAt + ageDays * DAY_MS).filter(isOpen);
}
