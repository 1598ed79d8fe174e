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
  const seen = new Uint8Array(leads.length);
  const first: FirstSnapshot[] = [];
  for (let row = 0; row < snapshots.asOfRow.length; row += 1) {
    const [asOf, lead] = [snapshots.asOfRow.at(row)!, snapshots.leadOfRow.at(row)!];
    if (seen[lead] === 1) continue;
    seen[lead] = 1;
    const { isCopy, goalReachedAt } = leads.at(lead)!;
    if (isCopy || (goalReachedAt !== null && goalReachedAt <= asOf)) continue;
    first.push({ row, asOf, reachedAt: goalReachedAt !== null && goalReachedAt <= now ? goalReachedAt : Number.NaN });
  }
  return first.sort((a, b) => a.asOf - b.asOf);
}

export const waitDaysOf = ({ asOf, reachedAt }: FirstSnapshot): number => (reachedAt - asOf) / DAY_MS;
