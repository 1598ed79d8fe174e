import { HOUR_MS } from '@leadlight/common';
import { hasTarget, isConfirmed, type Audience } from './audience.ts';

/** How often a campaign or list view is updated without a request. */
export const WRITE_INTERVAL_MS = HOUR_MS;

/**
 * Whether a worker has to write an audience: one that somebody has confirmed as it is now, and that was changed or asked for since the
 * last write, or not written for an hour. A time in the future was stored before the clock was set back.
 */
export function isWriteDue(audience: Audience, now: number): boolean {
  const { revision, lastWrite, writeRequestedAt } = audience;
  if (!hasTarget(audience) || !isConfirmed(audience)) return false;
  if (lastWrite === null || lastWrite.revision !== revision) return true;
  if (writeRequestedAt !== null && writeRequestedAt > lastWrite.at) return true;
  return Math.abs(now - lastWrite.at) >= WRITE_INTERVAL_MS;
}
