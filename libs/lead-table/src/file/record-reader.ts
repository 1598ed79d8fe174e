import { EMPTY_HASH, hashWith, type TextColumnBuilder } from '../table/text-table.ts';

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
  /** A record has been added to the builders. */
  added(): void;
}

const QUOTE = 34;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
/** Nobody writes more into one cell: a quote has been forgotten. */
const MAX_RECORD_LENGTH = 8_000_000;
const FIRST_CELLS = 256;

/**
 * Reads the records of a text with delimiters as the text comes in: quoted cells may contain delimiters, doubled quotes and line
 * ends, and lines may end in CR, LF or CRLF, also mixed. Empty lines are skipped. A quote inside an unquoted cell is text.
 * @source RFC 4180
 */
export class RecordReader {
  readonly #delimiter: number;
  readonly #handlers: RecordHandlers;
  #rest = '';
  #line = 1;
  #afterBlankLine = false;
  #isStart = true;
  #sink: RowSink | undefined;
  /** Of the current record: where its cells begin and end, and their hashes; a quoted cell is in `#quoted`. */
  #starts = new Int32Array(FIRST_CELLS);
  #ends = new Int32Array(FIRST_CELLS);
  #hashes = new Int32Array(FIRST_CELLS);
  #quoted: (string | undefined)[] = [];

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
    const own = this.#isStart && text.startsWith('\ufeff') ? text.slice(1) : text;
    if (text !== '') this.#isStart = false;
    this.#read(this.#rest + own, false);
    if (this.#rest.length > MAX_RECORD_LENGTH) this.#fail('a quoted cell is not closed');
  }

  end(): void {
    this.#read(this.#rest, true);
  }

  #fail(why: string): never {
    return this.#handlers.onBadQuotes(this.#line, why);
  }

  /** Reads complete records and keeps the rest. */
  #read(text: string, isEnd: boolean): void {
    let at = 0;
    while (at < text.length) {
      const next = this.#readRecord(text, at, isEnd);
      if (next < 0) break;
      at = next;
    }
    this.#rest = at < text.length ? text.slice(at) : '';
  }

  /** @returns where the next record begins; -1 where the record is incomplete */
  #readRecord(text: string, from: number, isEnd: boolean): number {
    const delimiter = this.#delimiter;
    const { length } = text;
    let at = from;
    let cells = 0;
    let lines = 0;
    this.#quoted.length = 0;
    for (;;) {
      if (cells === this.#starts.length) this.#growCells();
      if (text.charCodeAt(at) === QUOTE) {
        const close = closingQuote(text, at, isEnd);
        if (close < 0) return isEnd ? this.#fail('a quoted cell is not closed') : -1;
        const cell = text.slice(at + 1, close);
        this.#quoted[cells] = cell.includes('"') ? cell.replaceAll('""', '"') : cell;
        lines += linesIn(cell);
        at = close + 1;
        while (text.charCodeAt(at) === SPACE) at += 1;
      } else {
        this.#starts[cells] = at;
        let hash = EMPTY_HASH;
        while (at < length) {
          const code = text.charCodeAt(at);
          if (code === delimiter || code === LINE_FEED || code === CARRIAGE_RETURN) break;
          hash = hashWith(hash, code);
          at += 1;
        }
        this.#ends[cells] = at;
        this.#hashes[cells] = hash;
      }
      cells += 1;
      if (at >= length) {
        if (!isEnd) return -1;
        break;
      }
      const code = text.charCodeAt(at);
      if (code === delimiter) {
        at += 1;
        if (at === length && !isEnd) return -1;
        continue;
      }
      if (code === LINE_FEED) {
        at += 1;
        break;
      }
      if (code !== CARRIAGE_RETURN) return this.#fail('text follows the closing quote of a cell');
      if (at + 1 === length && !isEnd) return -1;
      at += text.charCodeAt(at + 1) === LINE_FEED ? 2 : 1;
      break;
    }
    this.#emit(text, cells);
    this.#line += lines + 1;
    return at;
  }

  #emit(text: string, cells: number): void {
    const sink = this.#sink;
    if (sink && cells === sink.width && cells > 1) {
      for (let cell = 0; cell < cells; cell += 1) {
        const quoted = this.#quoted[cell];
        const builder = sink.builders[cell]!;
        if (quoted !== undefined) builder.add(quoted);
        else builder.addPart(text, this.#starts[cell]!, this.#ends[cell]!, this.#hashes[cell]!);
      }
      sink.added();
      this.#afterBlankLine = false;
      return;
    }
    const texts = Array.from(
      { length: cells },
      (_, cell) => this.#quoted[cell] ?? text.slice(this.#starts[cell], this.#ends[cell]),
    );
    const isBlank = cells === 1 && texts[0]!.trim() === '';
    if (!isBlank) this.#handlers.onRecord(texts, { line: this.#line, afterBlankLine: this.#afterBlankLine });
    this.#afterBlankLine = isBlank;
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

/** Where the quoted cell ends that begins at `open`; -1 where that is not known yet. */
function closingQuote(text: string, open: number, isEnd: boolean): number {
  let close = text.indexOf('"', open + 1);
  while (close >= 0 && text.charCodeAt(close + 1) === QUOTE) close = text.indexOf('"', close + 2);
  // The next character may double this quote.
  return close === text.length - 1 && !isEnd ? -1 : close;
}

const LINE_ENDS = /\r\n|\r|\n/g;

function linesIn(cell: string): number {
  if (!cell.includes('\n') && !cell.includes('\r')) return 0;
  return cell.match(LINE_ENDS)!.length;
}
