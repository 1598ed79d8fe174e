import type { Clock } from '@leadlight/workflows';

export interface ManualClock extends Clock {
  advance(ms: number): void;
}

/** A clock that only the test moves. */
export function manualClock(startAt: number): ManualClock {
  let at = startAt;
  return {
    now: () => at,
    advance(ms) {
      at += ms;
    },
  };
}
