/** API calls of the running day against the org's daily limit. */
export interface Usage {
  readonly limit: number;
  used(): number;
  count(): void;
  /** For tests of budgets: as if so many calls had been made. */
  set(used: number): void;
}

const DAY_MS = 86_400_000;

export function createUsage(limit: number, now: () => number): Usage {
  let day = Math.floor(now() / DAY_MS);
  let used = 0;
  const roll = (): void => {
    const today = Math.floor(now() / DAY_MS);
    if (today === day) return;
    day = today;
    used = 0;
  };
  return {
    limit,
    used() {
      roll();
      return used;
    },
    count() {
      roll();
      used += 1;
    },
    set(value) {
      used = value;
    },
  };
}
