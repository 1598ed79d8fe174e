/** A column of a table of text. Each distinct text is stored once. */
export interface TextColumn {
  readonly name: string;
  /** The distinct texts, as they are written in the file, in the order of their first row. */
  readonly texts: readonly string[];
  /** [rows] Index of the row's text in `texts`. */
  readonly codes: Int32Array;
}

/** A table as text, column by column. Column names are unique. */
export interface TextTable {
  readonly columns: readonly TextColumn[];
  readonly rowCount: number;
}

const FIRST_CAPACITY = 1024;
/** Share of the hash table's places that are taken before it grows. */
const MAX_LOAD = 0.5;

/** The hash of the first characters of a text, from which the next character's is computed. @source FNV-1a */
export const EMPTY_HASH = 0x811c9dc5 | 0;
export const hashWith = (hash: number, charCode: number): number => Math.imul(hash ^ charCode, 0x01000193);

/** Collects the cells of one column. A hash table of its own finds a cell's text without making a string of the cell first. */
export class TextColumnBuilder {
  readonly #texts: string[] = [];
  #hashes = new Int32Array(FIRST_CAPACITY);
  /** Places of texts by hash, plus 1; 0 = free. */
  #table = new Int32Array(2 * FIRST_CAPACITY);
  #codes = new Int32Array(FIRST_CAPACITY);
  #rows = 0;

  add(text: string): void {
    let hash = EMPTY_HASH;
    for (let at = 0; at < text.length; at += 1) hash = hashWith(hash, text.charCodeAt(at));
    this.addPart(text, 0, text.length, hash);
  }

  /** Adds the characters from `start` to `end`. @param hash of these characters */
  addPart(text: string, start: number, end: number, hash: number): void {
    if (this.#rows === this.#codes.length) this.#codes = larger(this.#codes);
    this.#codes[this.#rows] = this.#codeOf(text, start, end, hash);
    this.#rows += 1;
  }

  /** The column; nothing can be added afterwards. */
  finish(name: string): TextColumn {
    this.#table = new Int32Array(0);
    this.#hashes = this.#table;
    return { name, texts: this.#texts, codes: this.#codes.subarray(0, this.#rows) };
  }

  #codeOf(text: string, start: number, end: number, hash: number): number {
    const table = this.#table;
    const mask = table.length - 1;
    let place = spread(hash) & mask;
    for (let known = table[place]!; known !== 0; known = table[place]!) {
      if (this.#hashes[known - 1] === hash && isPart(this.#texts[known - 1]!, text, start, end)) return known - 1;
      place = (place + 1) & mask;
    }
    const code = this.#texts.push(text.slice(start, end)) - 1;
    table[place] = code + 1;
    if (code === this.#hashes.length) this.#hashes = larger(this.#hashes);
    this.#hashes[code] = hash;
    if (code > MAX_LOAD * table.length) this.#growTable();
    return code;
  }

  #growTable(): void {
    const table = new Int32Array(4 * this.#table.length);
    const mask = table.length - 1;
    for (let code = 0; code < this.#texts.length; code += 1) {
      let place = spread(this.#hashes[code]!) & mask;
      while (table[place] !== 0) place = (place + 1) & mask;
      table[place] = code + 1;
    }
    this.#table = table;
  }
}

/** The low bits of the hash depend on few characters; the high bits on all. */
const spread = (hash: number): number => hash ^ (hash >>> 15);

function isPart(known: string, text: string, start: number, end: number): boolean {
  const { length } = known;
  if (length !== end - start) return false;
  for (let at = 0; at < length; at += 1) if (known.charCodeAt(at) !== text.charCodeAt(start + at)) return false;
  return true;
}

function larger(values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(2 * values.length);
  copy.set(values);
  return copy;
}

/** @param rows [rows × columns] texts; a cell that is absent counts as empty */
export function textTableOf(header: readonly string[], rows: readonly (readonly string[])[]): TextTable {
  const builders = header.map(() => new TextColumnBuilder());
  for (const cells of rows) builders.forEach((builder, column) => builder.add(cells[column] ?? ''));
  return { columns: builders.map((builder, column) => builder.finish(header[column]!)), rowCount: rows.length };
}

export const headerOf = ({ columns }: TextTable): readonly string[] => columns.map(({ name }) => name);

/** The cells of a row, in the order of the columns. */
export const cellsOf = ({ columns }: TextTable, row: number): string[] =>
  columns.map(({ texts, codes }) => texts[codes[row]!]!);

/** The table with these rows only, in this order. */
export const takeTableRows = ({ columns }: TextTable, rows: ArrayLike<number>): TextTable => ({
  columns: columns.map(({ name, texts, codes }) => ({ name, texts, codes: codesAt(codes, rows) })),
  rowCount: rows.length,
});

export function codesAt(codes: Int32Array, rows: ArrayLike<number>): Int32Array {
  const taken = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i += 1) taken[i] = codes[rows[i]!]!;
  return taken;
}

/** [texts] How many rows have each text. */
export function rowsPerText({ texts, codes }: Pick<TextColumn, 'texts' | 'codes'>): Int32Array {
  const counts = new Int32Array(texts.length);
  for (const code of codes) counts[code]! += 1;
  return counts;
}
