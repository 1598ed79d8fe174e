import { GrowingArray } from './growing-array.ts';

const INITIAL_BYTES = 65_536;
const GROWTH = 1.5;

/** Texts as bytes in one array, outside the heap of JavaScript: a million strings of their own would take three times as much. */
export class TextList {
  readonly #ends = new GrowingArray(Float64Array);
  #bytes = Buffer.allocUnsafe(INITIAL_BYTES);
  #used = 0;

  push(text: string): void {
    const needed = this.#used + Buffer.byteLength(text);
    if (needed > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(Math.ceil(needed * GROWTH));
      this.#bytes.copy(grown, 0, 0, this.#used);
      this.#bytes = grown;
    }
    this.#used += this.#bytes.write(text, this.#used);
    this.#ends.push(this.#used);
  }

  at(index: number): string {
    return this.#bytes.toString('utf8', index === 0 ? 0 : this.#ends.at(index - 1), this.#ends.at(index));
  }
}
