import { EMPTY_HASH, firstPlace, grownTable, hashWith, MAX_LOAD } from './text-hash.ts';
import type { TextColumn } from './text-table.ts';

const FIRST_CAPACITY = 256;
/** A larger table is not in the processor's cache. */
const MAX_CACHED_PLACES = 16_384;
/** Texts are made from the pool in strings of about this length, because one call for each text takes longer. */
const BLOCK_LENGTH = 4096;

/** Cells of one column among the cells of several rows. */
export interface CellBatch {
  /** [cells] Where a cell begins and ends in `units`, and the hash of its characters; one that begins at ~n begins at n of `unquoted`. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly hashes: Int32Array;
  readonly units: Uint16Array;
  readonly unquoted: Uint16Array;
  /** The column's cell in the first row, and the number of cells of a row. */
  readonly first: number;
  readonly step: number;
  readonly rows: number;
}

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
  /** What `#fetch` has read. */
  #fetched = new Int32Array(0);
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
    this.#requireRows(1);
    this.#codes[this.#rows] = this.#codeOf(own, 0, length, hash);
    this.#rows += 1;
  }

  addCells({ starts, ends, hashes, units, unquoted, first, step, rows }: CellBatch): void {
    this.#requireRows(rows);
    const codes = this.#codes;
    const to = first + rows * step;
    if (this.#table.length > MAX_CACHED_PLACES) this.#fetch(hashes, first, step, rows);
    let row = this.#rows;
    for (let cell = first; cell < to; cell += step, row += 1) {
      const [start, end, hash] = [starts[cell]!, ends[cell]!, hashes[cell]!];
      codes[row] = start >= 0 ? this.#codeOf(units, start, end, hash) : this.#codeOf(unquoted, ~start, end, hash);
    }
    this.#rows = row;
  }

  /** The column; nothing can be added afterwards. */
  finish(name: string): TextColumn {
    this.#table = new Int32Array(0);
    const texts = textsOf(this.#pool, this.#ends, this.#count);
    this.#pool = new Uint16Array(0);
    this.#ends = new Uint32Array(0);
    return { name, texts, codes: this.#codes.subarray(0, this.#rows) };
  }

  /**
   * Reads once what cells are about to be compared with. These reads do not depend on each other, so the processor waits for the memory
   * once for many cells instead of for each.
   */
  #fetch(hashes: Int32Array, first: number, step: number, rows: number): void {
    if (this.#fetched.length < rows) this.#fetched = new Int32Array(rows);
    const [table, ends, pool, fetched] = [this.#table, this.#ends, this.#pool, this.#fetched];
    const mask = table.length - 1;
    for (let row = 0, cell = first; row < rows; row += 1, cell += step) {
      fetched[row] = table[firstPlace(hashes[cell]!, mask) + 1]!;
    }
    for (let row = 0; row < rows; row += 1) fetched[row] = fetched[row]! > 1 ? ends[fetched[row]! - 2]! : 0;
    // What is read must be kept, or the compiler leaves the reads out.
    for (let row = 0; row < rows; row += 1) fetched[row] = pool[fetched[row]!]!;
  }

  #requireRows(more: number): void {
    while (this.#rows + more > this.#codes.length) this.#codes = larger(this.#codes, Int32Array);
  }

  #codeOf(units: Uint16Array, start: number, end: number, hash: number): number {
    const table = this.#table;
    const mask = table.length - 1;
    let place = firstPlace(hash, mask);
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
    if (2 * this.#count > MAX_LOAD * this.#table.length) this.#table = grownTable(this.#table);
    return code;
  }
}

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
