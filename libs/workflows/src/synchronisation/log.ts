/** Logs one message of the follower. */
export type Log = (message: string) => void;

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Logs a message only if it differs from the last one in more than its numbers. After `reset` any message is logged. */
export function logChanges(log: Log): { readonly log: Log; reset(): void } {
  let last: string | undefined;
  return {
    log(message) {
      const withoutNumbers = message.replace(/\b\d+\b/g, '#');
      if (withoutNumbers !== last) log(message);
      last = withoutNumbers;
    },
    reset() {
      last = undefined;
    },
  };
}
