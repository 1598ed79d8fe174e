const BASE = 62;
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Eight base-62 digits stay below 2^53: the number is exact. */
const TAIL_LENGTH = 8;
const EMPTY_SLOT = -1;

const digitValues = new Map([...DIGITS].map((digit, value) => [digit, value]));

/**
 * Record ids in 16 to 32 bytes each, up to a limit: what is in it is surely in it, what is not may have found no room.
 * Ids of one object share their first seven characters but for a few variants; each variant has a table of its own.
 */
export class RecordIdSet {
  readonly #most: number;
  readonly #tables = new Map<string, Table>();
  #size = 0;

  constructor(most: number) {
    this.#most = most;
  }

  add(id: string): void {
    const tail = tailOf(id);
    if (tail === undefined || this.#size >= this.#most) return;
    const prefix = prefixOf(id);
    const table = this.#tables.get(prefix) ?? new Table();
    this.#tables.set(prefix, table);
    if (table.add(tail)) this.#size += 1;
  }

  /** Whether what is not in it may have found no room. */
  get isFull(): boolean {
    return this.#size >= this.#most;
  }

  has(id: string): boolean {
    const tail = tailOf(id);
    return tail !== undefined && this.#tables.get(prefixOf(id))?.has(tail) === true;
  }
}

const prefixOf = (id: string): string => id.slice(0, 15 - TAIL_LENGTH);

/** The characters 8 to 15 as a number; undefined for what is no record id. The three after them follow from the others. */
function tailOf(id: string): number | undefined {
  if (id.length !== 15 && id.length !== 18) return undefined;
  let tail = 0;
  for (let at = 15 - TAIL_LENGTH; at < 15; at++) {
    const value = digitValues.get(id.charAt(at));
    if (value === undefined) return undefined;
    tail = tail * BASE + value;
  }
  return tail;
}

/** Open addressing with linear probing, at most half full. */
class Table {
  #slots = new Float64Array(1024).fill(EMPTY_SLOT);
  #size = 0;

  has(value: number): boolean {
    return this.#slots[slotOf(this.#slots, value)] === value;
  }

  /** @returns whether it was new */
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

/** Where the value is, or would be put. Ids are mostly consecutive, which this spreads over the table. */
function slotOf(slots: Float64Array, value: number): number {
  let slot = Math.floor(((value * 0.6180339887498949) % 1) * slots.length);
  while (slots[slot] !== EMPTY_SLOT && slots[slot] !== value) slot = (slot + 1) % slots.length;
  return slot;
}
