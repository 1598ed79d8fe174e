import type { Arrays, Kind, Layout } from './engine.ts';

const views = {
  u8: Uint8Array,
  i8: Int8Array,
  u16: Uint16Array,
  i32: Int32Array,
  f32: Float32Array,
  f64: Float64Array,
} as const;

/** Every array starts where a line of the processor's cache does, as far as the memory itself does. */
const ALIGNMENT = 64;

const roundUp = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

const bytesOf = ([kind, length]: readonly [Kind, number]): number => roundUp(length * views[kind].BYTES_PER_ELEMENT);

/** Bytes of all arrays of the layout. */
export function byteLength(layout: Layout): number {
  return Object.values(layout).reduce((sum, array) => sum + bytesOf(array), 0);
}

/** Byte offset of each array, in the layout's order, from `start` on. */
export function offsetsOf(layout: Layout, start: number): Record<string, number> {
  const offsets: Record<string, number> = {};
  let at = roundUp(start);
  for (const [name, array] of Object.entries(layout)) {
    offsets[name] = at;
    at += bytesOf(array);
  }
  return offsets;
}

/** The layout's arrays over a buffer, from `start` on. */
export function viewsOver<L extends Layout>(layout: L, buffer: ArrayBufferLike, start: number): Arrays<L> {
  const offsets = offsetsOf(layout, start);
  const entries = Object.entries(layout).map(([name, [kind, length]]) => [
    name,
    new views[kind](buffer as ArrayBuffer, offsets[name], length),
  ]);
  return Object.fromEntries(entries) as Arrays<L>;
}
