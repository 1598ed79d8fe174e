/** Calls its listeners asynchronously, once for all events of a tick. */
export interface Signal {
  fire(): void;
  /** Returns a function that removes the listener. */
  listen(listener: () => void): () => void;
}

export function createSignal(): Signal {
  const listeners = new Set<() => void>();
  let fired = false;
  return {
    fire() {
      if (fired) return;
      fired = true;
      // Transactions are synchronous, so the current one has ended when the listeners run.
      setImmediate(() => {
        fired = false;
        for (const listener of listeners) listener();
      });
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
