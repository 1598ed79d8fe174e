/** Hands items from many producers to one reader. Where it is full, a producer waits until the reader has taken all. */
export class BoundedQueue<T> {
  readonly #room: number;
  #items: T[] = [];
  #waiting: (() => void)[] = [];
  #wake: (() => void) | undefined;
  #ended = false;
  #failure: { readonly error: unknown } | undefined;

  constructor(room: number) {
    this.#room = room;
  }

  async put(item: T): Promise<void> {
    this.#items.push(item);
    this.#wake?.();
    if (this.#items.length >= this.#room) await new Promise<void>((taken) => this.#waiting.push(taken));
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
    const waiting = this.#waiting;
    this.#items = [];
    this.#waiting = [];
    for (const taken of waiting) taken();
    return items;
  }
}
