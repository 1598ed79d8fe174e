import { DAY_MS } from '@leadlight/common';
import type { Instant } from '@leadlight/lead-features';
import type { MonitoredSnapshots } from './monitor-active-model.ts';

/** The first snapshot of a lead. */
export interface FirstSnapshot {
  readonly row: number;
  readonly asOf: Instant;
  /** NaN = not yet. */
  readonly reachedAt: Instant;
}

/** The first snapshot of each lead that had not reached the goal before it, in order of time. */
export function firstSnapshots(snapshots: MonitoredSnapshots, now: Instant): readonly FirstSnapshot[] {
  const leads = snapshots.leads();
  const seen = new Set<number>();
  return snapshots.asOfRow
    .flatMap((asOf, row) => {
      const lead = snapshots.leadOfRow[row]!;
      if (seen.has(lead)) return [];
      seen.add(lead);
      const { isCopy, goalReachedAt } = leads[lead]!;
      if (isCopy || (goalReachedAt !== null && goalReachedAt <= asOf)) return [];
      return [{ row, asOf, reachedAt: goalReachedAt !== null && goalReachedAt <= now ? goalReachedAt : Number.NaN }];
    })
    .sort((a, b) => a.asOf - b.asOf);
}

export const waitDaysOf = ({ asOf, reachedAt }: FirstSnapshot): number => (reachedAt - asOf) / DAY_MS;
