/** Calls its listeners asynchronously, once for all events of a tick. */
export class Signal {
  readonly #listeners = new Set<() => void>();
  #fired = false;

  fire(): void {
    if (this.#fired) return;
    this.#fired = true;
    // Transactions are synchronous, so the current one has ended when the listeners run.
    setImmediate(() => {
      this.#fired = false;
      for (const listener of this.#listeners) listener();
    });
  }

  /** Returns a function that removes the listener. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
