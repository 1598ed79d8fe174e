import { DAY_MS } from '@leadlight/common';

/** API calls of the current day and the daily limit. */
export interface Usage {
  readonly limit: number;
  used(): number;
  count(): void;
  /** Sets the number of calls, for tests. */
  set(used: number): void;
}

export function createUsage(limit: number, now: () => number): Usage {
  let day = Math.floor(now() / DAY_MS);
  let used = 0;
  const startNewDay = (): void => {
    const today = Math.floor(now() / DAY_MS);
    if (today === day) return;
    day = today;
    used = 0;
  };
  return {
    limit,
    used() {
      startNewDay();
      return used;
    },
    count() {
      startNewDay();
      used += 1;
    },
    set(value) {
      used = value;
    },
  };
}
