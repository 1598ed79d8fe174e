const INITIAL_CAPACITY = 1_024;
/** Less than double: a column of millions of rows is copied a few times more, and wastes half as much. */
const GROWTH = 1.5;

type Numbers = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

/** A typed array that grows: 8 or 4 bytes a value, outside the heap of JavaScript. */
export class GrowingArray<Values extends Numbers> {
  readonly #kind: new (length: number) => Values;
  #values: Values;
  #length = 0;

  /** @param capacity how many values there will be, if known: then nothing is copied and no room is spare */
  constructor(kind: new (length: number) => Values, capacity = INITIAL_CAPACITY) {
    this.#kind = kind;
    this.#values = new kind(Math.max(1, capacity));
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = new this.#kind(Math.ceil(this.#length * GROWTH) + 1);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length] = value;
    this.#length += 1;
  }

  at(index: number): number {
    return this.#values[index]!;
  }

  /** A copy of the values, without spare room. */
  toArray(): Values {
    return this.#values.slice(0, this.#length) as Values;
  }
}
