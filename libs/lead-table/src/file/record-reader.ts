import { stringOf, type TextColumnBuilder } from '../table/text-column-builder.ts';
import { EMPTY_HASH, hashWith } from '../table/text-hash.ts';
import { copyText } from './text-units.ts';

export type RecordHandler = (cells: readonly string[], place: RecordPlace) => void;

export interface RecordPlace {
  /** Line of the file where the record begins, from 1. */
  readonly line: number;
  /** An empty line precedes it. */
  readonly afterBlankLine: boolean;
}

export interface RecordHandlers {
  readonly onRecord: RecordHandler;
  /** Ends the reading: a quoted cell is not closed, or is followed by text. */
  readonly onBadQuotes: (line: number, why: string) => never;
}

/** Takes the cells of records of one width, which is faster than `onRecord`. */
export interface RowSink {
  readonly width: number;
  readonly builders: readonly TextColumnBuilder[];
  /** Records have been added to the builders. */
  added(rows: number): void;
}

const QUOTE = 34;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
/** Nobody writes more into one cell: a quote has been forgotten. */
const MAX_RECORD_LENGTH = 8_000_000;
const FIRST_CELLS = 256;
/** Rows are added in batches, column by column, so that what a column's cells are looked up in stays in the processor's cache. */
const BATCH_CELLS = 8192;
const FIRST_UNITS = 4096;
/** A byte order mark may begin a text. */
const MARK = '\ufeff';

/**
 * Reads the records of a text with delimiters as the text comes in: quoted cells may contain delimiters, doubled quotes and line
 * ends, and lines may end in CR, LF or CRLF, also mixed. Empty lines are skipped. A quote inside an unquoted cell is text.
 * @source RFC 4180
 */
export class RecordReader {
  readonly #delimiter: number;
  readonly #handlers: RecordHandlers;
  /** The text that is not read yet, as UTF-16; the array may be longer. */
  #units = new Uint16Array(FIRST_UNITS);
  #length = 0;
  #line = 1;
  #afterBlankLine = false;
  #isStart = true;
  #sink: RowSink | undefined;
  /**
   * Where the cells of the batch and of the current record begin and end, and their hashes. A cell that begins at ~n begins at n of
   * `#unquoted`.
   */
  #starts = new Int32Array(FIRST_CELLS);
  #ends = new Int32Array(FIRST_CELLS);
  #hashes = new Int32Array(FIRST_CELLS);
  #batchCells = 0;
  /** The cells and line ends of the current record. */
  #cells = 0;
  #lines = 0;
  /** Cells with doubled quotes, with single ones. */
  #unquoted = new Uint16Array(FIRST_UNITS);
  #unquotedLength = 0;

  /** @param delimiter one character @param firstLine number of the first line in the file */
  constructor(delimiter: string, handlers: RecordHandlers, firstLine = 1) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#handlers = handlers;
    this.#line = firstLine;
  }

  /** From now on, records of the sink's width go to it instead of `onRecord`. */
  sendRowsTo(sink: RowSink): void {
    this.#sink = sink;
  }

  push(text: string): void {
    const own = this.#isStart && text.startsWith(MARK) ? text.slice(MARK.length) : text;
    if (text !== '') this.#isStart = false;
    this.#units = atLeast(this.#units, this.#length, this.#length + own.length);
    copyText(own, this.#units, this.#length);
    this.#length += own.length;
    this.#read(false);
    if (this.#length > MAX_RECORD_LENGTH) this.#fail('a quoted cell is not closed');
  }

  end(): void {
    this.#read(true);
  }

  #fail(why: string): never {
    this.#addBatch();
    return this.#handlers.onBadQuotes(this.#line, why);
  }

  /** Reads complete records and keeps the rest. */
  #read(isEnd: boolean): void {
    const units = this.#units.subarray(0, this.#length);
    let at = 0;
    while (at < units.length) {
      const next = this.#readRecord(units, at, isEnd);
      if (next < 0) break;
      this.#emit(units);
      this.#line += this.#lines + 1;
      at = next;
    }
    this.#addBatch();
    if (at > 0) units.copyWithin(0, at);
    this.#length -= at;
  }

  /** @returns where the next record begins; -1 where the record is incomplete */
  #readRecord(units: Uint16Array, from: number, isEnd: boolean): number {
    const { length } = units;
    this.#cells = 0;
    this.#lines = 0;
    for (let at = from; ; at += 1) {
      if (this.#batchCells + this.#cells === this.#starts.length) this.#growCells();
      const isQuoted = at < length && units[at] === QUOTE;
      at = isQuoted ? this.#readQuoted(units, at, isEnd) : this.#readPlain(units, at);
      if (at < 0) return -1;
      this.#cells += 1;
      if (at >= length) return isEnd ? at : -1;
      const code = units[at]!;
      if (code === LINE_FEED) return at + 1;
      // What follows the last character decides: another cell, or the other half of a line end.
      if (at + 1 === length && !isEnd && (code === this.#delimiter || code === CARRIAGE_RETURN)) return -1;
      if (code === this.#delimiter) continue;
      if (code !== CARRIAGE_RETURN) return this.#fail('text follows the closing quote of a cell');
      return at + 1 < length && units[at + 1] === LINE_FEED ? at + 2 : at + 1;
    }
  }

  /** @returns where the cell ends */
  #readPlain(units: Uint16Array, start: number): number {
    const delimiter = this.#delimiter;
    const { length } = units;
    let at = start;
    let hash = EMPTY_HASH;
    for (; at < length; at += 1) {
      const code = units[at]!;
      if (code === delimiter || code === LINE_FEED || code === CARRIAGE_RETURN) break;
      hash = hashWith(hash, code);
    }
    this.#setCell(start, at, hash);
    return at;
  }

  /** @returns where the cell ends, with the spaces behind it; -1 where the end is not known yet */
  #readQuoted(units: Uint16Array, open: number, isEnd: boolean): number {
    const { length } = units;
    let doubled = 0;
    let close = units.indexOf(QUOTE, open + 1);
    while (close >= 0 && close + 1 < length && units[close + 1] === QUOTE) {
      doubled += 1;
      close = units.indexOf(QUOTE, close + 2);
    }
    if (close < 0 && isEnd) return this.#fail('a quoted cell is not closed');
    // The next character may double this quote.
    if (close < 0 || (close + 1 === length && !isEnd)) return -1;
    if (doubled === 0) this.#setCell(open + 1, close, this.#hashOf(units, open + 1, close));
    else this.#unquote(units, open + 1, close);
    let at = close + 1;
    while (at < length && units[at] === SPACE) at += 1;
    return at;
  }

  #unquote(units: Uint16Array, start: number, end: number): void {
    const from = this.#unquotedLength;
    this.#unquoted = atLeast(this.#unquoted, from, from + end - start);
    const unquoted = this.#unquoted;
    let to = from;
    for (let at = start; at < end; at += units[at] === QUOTE ? 2 : 1, to += 1) unquoted[to] = units[at]!;
    this.#unquotedLength = to;
    this.#setCell(~from, to, this.#hashOf(unquoted, from, to));
  }

  /** The hash of a quoted cell, whose line ends are counted. */
  #hashOf(units: Uint16Array, start: number, end: number): number {
    let hash = EMPTY_HASH;
    let previous = 0;
    for (let at = start; at < end; at += 1) {
      const code = units[at]!;
      hash = hashWith(hash, code);
      if (code === CARRIAGE_RETURN || (code === LINE_FEED && previous !== CARRIAGE_RETURN)) this.#lines += 1;
      previous = code;
    }
    return hash;
  }

  #setCell(start: number, end: number, hash: number): void {
    const cell = this.#batchCells + this.#cells;
    this.#starts[cell] = start;
    this.#ends[cell] = end;
    this.#hashes[cell] = hash;
  }

  #emit(units: Uint16Array): void {
    const cells = this.#cells;
    if (this.#sink?.width === cells && cells > 1) {
      this.#afterBlankLine = false;
      this.#batchCells += cells;
      if (this.#batchCells >= BATCH_CELLS) this.#addBatch();
      return;
    }
    const first = this.#batchCells;
    const texts = Array.from({ length: cells }, (_, cell) => {
      const [start, end] = [this.#starts[first + cell]!, this.#ends[first + cell]!];
      return start >= 0 ? stringOf(units, start, end) : stringOf(this.#unquoted, ~start, end);
    });
    this.#addBatch();
    const isBlank = cells === 1 && texts[0]!.trim() === '';
    if (!isBlank) this.#handlers.onRecord(texts, { line: this.#line, afterBlankLine: this.#afterBlankLine });
    this.#afterBlankLine = isBlank;
  }

  #addBatch(): void {
    const sink = this.#sink;
    const batch = { starts: this.#starts, ends: this.#ends, hashes: this.#hashes, units: this.#units };
    if (sink && this.#batchCells > 0) {
      const rows = this.#batchCells / sink.width;
      sink.builders.forEach((builder, column) => {
        builder.addCells({ ...batch, unquoted: this.#unquoted, first: column, step: sink.width, rows });
      });
      sink.added(rows);
    }
    this.#batchCells = 0;
    this.#unquotedLength = 0;
  }

  #growCells(): void {
    const grown = (values: Int32Array<ArrayBuffer>) => {
      const copy = new Int32Array(2 * values.length);
      copy.set(values);
      return copy;
    };
    this.#starts = grown(this.#starts);
    this.#ends = grown(this.#ends);
    this.#hashes = grown(this.#hashes);
  }
}

/** The array, or a larger one with its first `kept` units, where it is shorter than `length`. */
function atLeast(units: Uint16Array<ArrayBuffer>, kept: number, length: number): Uint16Array<ArrayBuffer> {
  if (units.length >= length) return units;
  const copy = new Uint16Array(Math.max(length, 2 * units.length));
  copy.set(units.subarray(0, kept));
  return copy;
}
