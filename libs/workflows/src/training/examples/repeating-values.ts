import { GrowingArray } from './growing-array.ts';

/** Values of which there are few different ones, 4 bytes each. */
export class RepeatingValues<Value> {
  readonly #codes = new GrowingArray(Int32Array);
  readonly #codeOf = new Map<Value, number>();
  readonly #values: Value[] = [];

  get length(): number {
    return this.#codes.length;
  }

  push(value: Value): void {
    let code = this.#codeOf.get(value);
    if (code === undefined) {
      code = this.#values.push(value) - 1;
      this.#codeOf.set(value, code);
    }
    this.#codes.push(code);
  }

  at(index: number): Value {
    return this.#values[this.#codes.at(index)]!;
  }

  /** Each different value, in the order in which they came. */
  get different(): readonly Value[] {
    return this.#values;
  }

  toArray(): Value[] {
    return Array.from(this.#codes.toArray(), (code) => this.#values[code]!);
  }
}
