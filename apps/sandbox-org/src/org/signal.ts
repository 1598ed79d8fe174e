/** Tells listeners that something has happened, after what is running now is done. */
export interface Signal {
  fire(): void;
  /** Returns the way to stop listening. */
  listen(listener: () => void): () => void;
}

export function createSignal(): Signal {
  const listeners = new Set<() => void>();
  let fired = false;
  return {
    fire() {
      if (fired) return;
      fired = true;
      // A transaction runs without a pause, so it is committed or undone by then.
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
