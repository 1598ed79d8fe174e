import type { Instant } from '@leadlight/lead-features';

/** The only way a workflow learns the time. */
export interface Clock {
  now(): Instant;
}
