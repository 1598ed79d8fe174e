import type { TextColumn } from './text-table.ts';

const FIRST_CAPACITY = 256;
/** Share of the hash table's places that are taken before it grows. */
const MAX_LOAD = 0.5;
/** Texts are made from the pool in strings of about this length, because one call for each text takes longer. */
const BLOCK_LENGTH = 4096;

/** The hash of the first characters of a text, from which the next character's is computed. @source FNV-1a */
export const EMPTY_HASH = 0x811c9dc5 | 0;
export const hashWith = (hash: number, charCode: number): number => Math.imul(hash ^ charCode, 0x01000193);

/**
 * Collects the cells of one column. The characters of its distinct texts are in one array, where a hash table finds them, so
 * that a cell becomes a string once for the column and not once for each row.
 */
export class TextColumnBuilder {
  #codes = new Int32Array(FIRST_CAPACITY);
  #rows = 0;
  /** The distinct texts, one after the other, and where each of them ends. */
  #pool = new Uint16Array(4 * FIRST_CAPACITY);
  #ends = new Uint32Array(FIRST_CAPACITY);
  #count = 0;
  /** [places × 2] The hash of a text and its code plus 1; 0 = free. */
  #table = new Int32Array(4 * FIRST_CAPACITY);
  #own = new Uint16Array(64);

  add(text: string): void {
    const { length } = text;
    if (length > this.#own.length) this.#own = new Uint16Array(2 * length);
    const own = this.#own;
    let hash = EMPTY_HASH;
    for (let at = 0; at < length; at += 1) {
      const code = text.charCodeAt(at);
      own[at] = code;
      hash = hashWith(hash, code);
    }
    this.addPart(own, 0, length, hash);
  }

  /** Adds the characters from `start` to `end`. @param hash of these characters */
  addPart(units: Uint16Array, start: number, end: number, hash: number): void {
    if (this.#rows === this.#codes.length) this.#codes = larger(this.#codes, Int32Array);
    this.#codes[this.#rows] = this.#codeOf(units, start, end, hash);
    this.#rows += 1;
  }

  /** The column; nothing can be added afterwards. */
  finish(name: string): TextColumn {
    this.#table = new Int32Array(0);
    const texts = textsOf(this.#pool, this.#ends, this.#count);
    this.#pool = new Uint16Array(0);
    this.#ends = new Uint32Array(0);
    return { name, texts, codes: this.#codes.subarray(0, this.#rows) };
  }

  #codeOf(units: Uint16Array, start: number, end: number, hash: number): number {
    const table = this.#table;
    const mask = table.length - 1;
    let place = placeOf(hash, mask);
    for (let known = table[place + 1]!; known !== 0; known = table[place + 1]!) {
      if (table[place] === hash && this.#isText(known - 1, units, start, end)) return known - 1;
      place = (place + 2) & mask;
    }
    table[place] = hash;
    table[place + 1] = this.#count + 1;
    return this.#addText(units, start, end);
  }

  #isText(code: number, units: Uint16Array, start: number, end: number): boolean {
    const pool = this.#pool;
    const from = code === 0 ? 0 : this.#ends[code - 1]!;
    const length = end - start;
    if (this.#ends[code]! - from !== length) return false;
    for (let at = 0; at < length; at += 1) if (pool[from + at] !== units[start + at]) return false;
    return true;
  }

  #addText(units: Uint16Array, start: number, end: number): number {
    const code = this.#count;
    if (code === this.#ends.length) this.#ends = larger(this.#ends, Uint32Array);
    const from = code === 0 ? 0 : this.#ends[code - 1]!;
    const to = from + end - start;
    while (to > this.#pool.length) this.#pool = larger(this.#pool, Uint16Array);
    const pool = this.#pool;
    for (let at = start; at < end; at += 1) pool[from + at - start] = units[at]!;
    this.#ends[code] = to;
    this.#count = code + 1;
    if (2 * this.#count > MAX_LOAD * this.#table.length) this.#growTable();
    return code;
  }

  #growTable(): void {
    const small = this.#table;
    const table = new Int32Array(2 * small.length);
    const mask = table.length - 1;
    for (let from = 0; from < small.length; from += 2) {
      if (small[from + 1] === 0) continue;
      let place = placeOf(small[from]!, mask);
      while (table[place + 1] !== 0) place = (place + 2) & mask;
      table[place] = small[from]!;
      table[place + 1] = small[from + 1]!;
    }
    this.#table = table;
  }
}

/** The low bits of the hash depend on few characters; the high bits on all. */
const placeOf = (hash: number, mask: number): number => ((hash ^ (hash >>> 15)) << 1) & mask;

/** Parts of a string of thousands of characters keep all of it in memory, and nothing else. */
function textsOf(pool: Uint16Array, ends: Uint32Array, count: number): string[] {
  const texts: string[] = [];
  let from = 0;
  for (let code = 0; code < count;) {
    let last = code;
    while (last + 1 < count && ends[last + 1]! - from <= BLOCK_LENGTH) last += 1;
    const block = stringOf(pool, from, ends[last]!);
    let at = from;
    for (; code <= last; code += 1) {
      texts.push(block.slice(at - from, ends[code]! - from));
      at = ends[code]!;
    }
    from = at;
  }
  return texts;
}

/** The characters from `start` to `end` as a string. */
export function stringOf(units: Uint16Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at += BLOCK_LENGTH) {
    // The types want an array of numbers, and any list of them works.
    const part = units.subarray(at, Math.min(end, at + BLOCK_LENGTH)) as unknown as number[];
    text += String.fromCharCode.apply(null, part);
  }
  return text;
}

interface Growable<T> {
  readonly length: number;
  set(values: T): void;
}

function larger<T extends Growable<T>>(values: T, make: new (length: number) => T): T {
  const copy = new make(2 * values.length);
  copy.set(values);
  return copy;
}
