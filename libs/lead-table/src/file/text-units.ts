// Every JavaScript runtime has it, but it is not in TypeScript's library of the language itself.
declare class TextEncoder {
  encodeInto(text: string, bytes: Uint8Array): { readonly read: number };
}

const BLOCK_LENGTH = 8192;
const encoder = new TextEncoder();
const bytes = new Uint8Array(BLOCK_LENGTH);

/** Copies the characters of a text to `units` from `at` on; most are ASCII, which the encoder copies faster than a loop. */
export function copyText(text: string, units: Uint16Array, at: number): void {
  for (let from = 0; from < text.length; from += BLOCK_LENGTH) {
    const block = text.slice(from, from + BLOCK_LENGTH);
    const { length } = block;
    const isAscii = encoder.encodeInto(block, bytes.subarray(0, length)).read === length;
    if (isAscii) units.set(bytes.subarray(0, length), at + from);
    else for (let i = 0; i < length; i += 1) units[at + from + i] = block.charCodeAt(i);
  }
}
