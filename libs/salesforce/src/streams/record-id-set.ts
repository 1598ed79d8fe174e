const BASE = 62;
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Eight base-62 digits stay below 2^53, so that the number is exact. */
const TAIL_LENGTH = 8;
const EMPTY_SLOT = -1;

const digitValues = new Map([...DIGITS].map((digit, value) => [digit, value]));

/**
 * A set of record ids in 16 to 32 bytes each, up to a capacity; ids beyond it are not added. Ids of one object share their
 * first seven characters except for a few variants, and each variant has a table of its own.
 */
export class RecordIdSet {
  readonly #capacity: number;
  readonly #tables = new Map<string, Table>();
  #size = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  add(id: string): void {
    const tail = tailOf(id);
    if (tail === undefined || this.isFull) return;
    const prefix = prefixOf(id);
    const table = this.#tables.get(prefix) ?? new Table();
    this.#tables.set(prefix, table);
    if (table.add(tail)) this.#size += 1;
  }

  /** Then an absent id may have been added in vain. */
  get isFull(): boolean {
    return this.#size >= this.#capacity;
  }

  has(id: string): boolean {
    const tail = tailOf(id);
    return tail !== undefined && this.#tables.get(prefixOf(id))?.has(tail) === true;
  }
}

const prefixOf = (id: string): string => id.slice(0, 15 - TAIL_LENGTH);

/** Characters 8 to 15 as a number; undefined for text that is no record id. The last three of 18 follow from the others. */
function tailOf(id: string): number | undefined {
  if (id.length !== 15 && id.length !== 18) return undefined;
  let tail = 0;
  for (let index = 15 - TAIL_LENGTH; index < 15; index++) {
    const value = digitValues.get(id.charAt(index));
    if (value === undefined) return undefined;
    tail = tail * BASE + value;
  }
  return tail;
}

/** A hash table with open addressing and linear probing, at most half full. */
class Table {
  #slots = new Float64Array(1024).fill(EMPTY_SLOT);
  #size = 0;

  has(value: number): boolean {
    return this.#slots[slotOf(this.#slots, value)] === value;
  }

  /** @returns whether the value is new */
  add(value: number): boolean {
    const slot = slotOf(this.#slots, value);
    if (this.#slots[slot] === value) return false;
    this.#slots[slot] = value;
    this.#size += 1;
    if (this.#size * 2 > this.#slots.length) this.#grow();
    return true;
  }

  #grow(): void {
    const larger = new Float64Array(this.#slots.length * 2).fill(EMPTY_SLOT);
    for (const value of this.#slots) if (value !== EMPTY_SLOT) larger[slotOf(larger, value)] = value;
    this.#slots = larger;
  }
}

/** The slot of the value, or the free slot for it. Ids are mostly consecutive; the golden ratio spreads them evenly. */
function slotOf(slots: Float64Array, value: number): number {
  let slot = Math.floor(((value * 0.6180339887498949) % 1) * slots.length);
  while (slots[slot] !== EMPTY_SLOT && slots[slot] !== value) slot = (slot + 1) % slots.length;
  return slot;
}
