import { isAscii } from 'node:buffer';
import { CliError, optionsError } from '../errors.ts';
import { readBytes, type FileKind } from './file-bytes.ts';

/** How the text of a file is encoded. */
export interface TextEncoding {
  /** As `TextDecoder` knows it. */
  readonly name: string;
  /** It was assumed although the file does not show it: a sentence. */
  readonly note?: string;
}

const SAMPLE_BYTES = 4096;
/** Share of zero bytes in every second place of Latin text in UTF-16. */
const MIN_ZERO_SHARE = 0.3;
const MAX_CONTROL_SHARE = 0.05;

/**
 * The encoding of a file: named, marked by its first bytes, UTF-16 by its zero bytes, UTF-8 if all of it is valid, and
 * otherwise Windows-1252.
 * @throws CliError `options` for an unknown name, `csv_binary`, `csv_encoding` for damaged UTF-8
 */
export async function encodingOf(file: string, kind: FileKind, named: string | undefined): Promise<TextEncoding> {
  if (named !== undefined) return { name: namedEncoding(named) };
  const check = new Utf8Check();
  let isFirst = true;
  for await (const chunk of readBytes(file, kind)) {
    if (isFirst) {
      const shown = shownEncoding(chunk.subarray(0, SAMPLE_BYTES));
      if (shown) return shown;
      isFirst = false;
    }
    const zero = chunk.indexOf(0);
    if (zero >= 0) throw new CliError('csv_binary', { file, line: check.lineAt(chunk, zero) });
    check.add(chunk);
  }
  return check.encoding(file);
}

/** The text of a file, piece by piece. @throws CliError `csv_encoding` if it is not encoded as named */
export async function* readText(file: string, kind: FileKind, { name }: TextEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(name, { fatal: true });
  try {
    for await (const chunk of readBytes(file, kind)) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new CliError('csv_encoding', { file, encoding: name, line: undefined });
  }
}

function namedEncoding(name: string): string {
  try {
    return new TextDecoder(name).encoding;
  } catch {
    throw optionsError(
      `--encoding ${name} is not a known encoding.`,
      'Name one such as utf-8, utf-16le or windows-1252.',
    );
  }
}

function shownEncoding(bytes: Uint8Array): TextEncoding | undefined {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { name: 'utf-8' };
  if (a === 0xff && b === 0xfe) return { name: 'utf-16le' };
  if (a === 0xfe && b === 0xff) return { name: 'utf-16be' };
  const zeros = [0, 0];
  let controls = 0;
  bytes.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2]! += 1;
    else if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) controls += 1;
  });
  // Binary files have zero bytes and control characters.
  if (controls > MAX_CONTROL_SHARE * bytes.length) return undefined;
  const [even, odd] = zeros as [number, number];
  const min = MIN_ZERO_SHARE * (bytes.length / 2);
  if (odd > min && even < odd / 10)
    return { name: 'utf-16le', note: 'Its encoding is assumed to be UTF-16 (little-endian).' };
  if (even > min && odd < even / 10)
    return { name: 'utf-16be', note: 'Its encoding is assumed to be UTF-16 (big-endian).' };
  return undefined;
}

/** Whole blocks of ASCII need no examination byte by byte. */
const BLOCK_BYTES = 4096;

function lineFeedsIn(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) count += 1;
  return count;
}

/** Counts what is UTF-8 in a file and what is not. */
class Utf8Check {
  #line = 1;
  #pending = 0;
  #valid = 0;
  #invalid = 0;
  #firstInvalidLine = 0;

  lineAt(chunk: Uint8Array, at: number): number {
    return this.#line + lineFeedsIn(chunk.subarray(0, at));
  }

  add(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; at += BLOCK_BYTES) {
      const block = chunk.subarray(at, at + BLOCK_BYTES);
      if (this.#pending === 0 && isAscii(block)) this.#line += lineFeedsIn(block);
      else this.#addBlock(block);
    }
  }

  #addBlock(block: Uint8Array): void {
    for (const byte of block) {
      if (this.#pending > 0) {
        if ((byte & 0xc0) === 0x80) {
          this.#pending -= 1;
          if (this.#pending === 0) this.#valid += 1;
          continue;
        }
        this.#fail();
        this.#pending = 0;
      }
      if (byte < 0x80) {
        if (byte === 0x0a) this.#line += 1;
      } else if (byte >= 0xc2 && byte <= 0xdf) this.#pending = 1;
      else if (byte >= 0xe0 && byte <= 0xef) this.#pending = 2;
      else if (byte >= 0xf0 && byte <= 0xf4) this.#pending = 3;
      else this.#fail();
    }
  }

  encoding(file: string): TextEncoding {
    if (this.#pending > 0) this.#fail();
    if (this.#invalid === 0) return { name: 'utf-8' };
    // Text with more of UTF-8 than of anything else is damaged UTF-8, and another encoding would spoil all of it.
    if (this.#valid > this.#invalid) {
      throw new CliError('csv_encoding', { file, encoding: 'utf-8', line: this.#firstInvalidLine });
    }
    const note = `Its encoding is assumed to be Windows-1252, because line ${this.#firstInvalidLine} is not UTF-8; --encoding names another.`;
    return { name: 'windows-1252', note };
  }

  #fail(): void {
    this.#invalid += 1;
    if (this.#firstInvalidLine === 0) this.#firstInvalidLine = this.#line;
  }
}
