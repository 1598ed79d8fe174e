/*
 * Version 1 of the model file, little-endian throughout; docs/model-format/v1.md describes it for other programs.
 *
 *   0  8 bytes  "LEADTREE"
 *   8  u32      version
 *  12  u32      bytes in the file
 *  16  u32      bytes of JSON, from byte 32 on
 *  20  u32      trees
 *  24  u32      nodes
 *  28  u32      0
 *  32  JSON in UTF-8, padded with spaces to a multiple of 8
 *      i32[trees] roots, i32[nodes] split, i32[nodes] left, f32[nodes] value, f32[nodes] cover
 *      u32        CRC-32 of everything before
 */
export const MAGIC = 'LEADTREE';
export const VERSION = 1;
export const HEADER_BYTES = 32;

export const sectionBytes = (trees: number, nodes: number): number => 4 * trees + 16 * nodes;

// Every JavaScript runtime has these, but they are not in TypeScript's library of the language itself.
declare class TextEncoder {
  encode(text: string): Uint8Array;
}
declare class TextDecoder {
  constructor(label: 'utf-8', options: { readonly fatal: boolean });
  decode(bytes: Uint8Array): string;
}

export const encodeText = (text: string): Uint8Array => new TextEncoder().encode(text);

/** @throws TypeError where the bytes are not UTF-8 */
export const decodeText = (bytes: Uint8Array): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes);
