import { foldText } from '../cells/fold.ts';
import { EMPTY_HASH, firstPlace, grownTable, hashWith, MAX_LOAD } from './text-hash.ts';

const FIRST_PLACES = 256;

/** Numbers the texts that differ when they are folded, from 0 on. Most texts are ASCII, for which no folded string is made. */
export class FoldedTexts {
  /** Of each group: a text that is the folded one once its ASCII letters are small. */
  readonly #keys: string[] = [];
  /** [places × 2] The hash of a group and its number plus 1; 0 = free. */
  #table = new Int32Array(2 * FIRST_PLACES);

  /** The number of the text's group; the next number where the text is the first of its group. */
  add(text: string): number {
    const key = keyOf(text);
    const hash = hashOf(key);
    const place = this.#placeOf(key, hash);
    const known = this.#table[place + 1]!;
    if (known !== 0) return known - 1;
    const group = this.#keys.push(key) - 1;
    this.#table[place] = hash;
    this.#table[place + 1] = group + 1;
    if (2 * this.#keys.length > MAX_LOAD * this.#table.length) this.#table = grownTable(this.#table);
    return group;
  }

  /** The number of the text's group; -1 where no text like it was added. */
  find(text: string): number {
    const key = keyOf(text);
    return this.#table[this.#placeOf(key, hashOf(key)) + 1]! - 1;
  }

  #placeOf(key: string, hash: number): number {
    const table = this.#table;
    const mask = table.length - 1;
    let place = firstPlace(hash, mask);
    for (let known = table[place + 1]!; known !== 0; known = table[place + 1]!) {
      if (table[place] === hash && areEqual(this.#keys[known - 1]!, key)) break;
      place = (place + 2) & mask;
    }
    return place;
  }
}

const SPACE = 0x20;
const small = (code: number): number => (code >= 0x41 && code <= 0x5a ? code | SPACE : code);

/** The text itself where folding changes no more than the case of ASCII letters. */
function keyOf(text: string): string {
  let previous = SPACE;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < SPACE || code > 0x7e || (code === SPACE && previous === SPACE)) return foldText(text);
    previous = code;
  }
  return previous === SPACE ? foldText(text) : text;
}

function hashOf(key: string): number {
  let hash = EMPTY_HASH;
  for (let at = 0; at < key.length; at += 1) hash = hashWith(hash, small(key.charCodeAt(at)));
  return hash;
}

function areEqual(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at += 1) if (small(a.charCodeAt(at)) !== small(b.charCodeAt(at))) return false;
  return true;
}
