/** Hands items from many producers to one reader. A producer waits until its item has been taken. */
export class Mailbox<T> {
  #items: { readonly item: T; readonly taken: () => void }[] = [];
  #wake: (() => void) | undefined;
  #ended = false;
  #failure: { readonly error: unknown } | undefined;

  put(item: T): Promise<void> {
    return new Promise((taken) => {
      this.#items.push({ item, taken });
      this.#wake?.();
    });
  }

  /** No more items will come; with an error, the reader gets it once what came before is taken. */
  end(failure?: { readonly error: unknown }): void {
    this.#ended = true;
    this.#failure ??= failure;
    this.#wake?.();
  }

  /** Waits until there is something to take. @returns false at the end @throws what `end` was given */
  async hasMore(): Promise<boolean> {
    while (this.#items.length === 0) {
      if (this.#failure) throw this.#failure.error;
      if (this.#ended) return false;
      await new Promise<void>((wake) => (this.#wake = wake));
    }
    return true;
  }

  takeAll(): readonly T[] {
    const items = this.#items;
    this.#items = [];
    for (const { taken } of items) taken();
    return items.map(({ item }) => item);
  }
}
