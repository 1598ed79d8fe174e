/** Passes items from many producers to one consumer. A producer waits while the queue is full. */
export class BoundedQueue<T> {
  readonly #capacity: number;
  #items: T[] = [];
  #blockedProducers: (() => void)[] = [];
  #wakeConsumer: (() => void) | undefined;
  #ended = false;
  #failure: { readonly error: unknown } | undefined;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  async put(item: T): Promise<void> {
    this.#items.push(item);
    this.#wakeConsumer?.();
    if (this.#items.length >= this.#capacity) await new Promise<void>((resume) => this.#blockedProducers.push(resume));
  }

  /** No more items will follow. The consumer gets an error after it has taken the items before it. */
  end(failure?: { readonly error: unknown }): void {
    this.#ended = true;
    this.#failure ??= failure;
    this.#wakeConsumer?.();
  }

  /** Waits for an item. @returns false at the end @throws the error that `end` was given */
  async hasMore(): Promise<boolean> {
    while (this.#items.length === 0) {
      if (this.#failure) throw this.#failure.error;
      if (this.#ended) return false;
      await new Promise<void>((wake) => (this.#wakeConsumer = wake));
    }
    return true;
  }

  takeAll(): readonly T[] {
    const items = this.#items;
    const producers = this.#blockedProducers;
    this.#items = [];
    this.#blockedProducers = [];
    for (const resume of producers) resume();
    return items;
  }
}
