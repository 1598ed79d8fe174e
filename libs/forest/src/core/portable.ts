/**
 * Names that mean the same in JavaScript and in AssemblyScript. The WebAssembly build leaves this file out: there they are
 * types of the language or globals of `wasm/`. The core therefore imports from this file and from itself only.
 */
export type i32 = number;
export type f64 = number;
export type U8s = Uint8Array;
export type I8s = Int8Array;
export type U16s = Uint16Array;
export type I32s = Int32Array;
export type F32s = Float32Array;
export type F64s = Float64Array;

/** Truncates towards zero, as AssemblyScript's cast does. */
export const i32 = (x: number): i32 => x | 0;
export const f64 = (x: number): f64 => x;
export const imul = Math.imul;
/** Count of trailing zero bits, 32 for 0. */
export const ctz32 = (x: i32): i32 => 31 - Math.clz32((x & -x) | 0) + (x === 0 ? 33 : 0);
/** 1 where a < b, without a branch in WebAssembly. */
export const isBelow = (a: f64, b: f64): i32 => (a < b ? 1 : 0);
export function copyBytes(from: U8s, at: i32, to: U8s, start: i32, count: i32): void {
  for (let i = 0; i < count; i++) to[start + i] = from[at + i];
}
export const floor = Math.floor;

const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
// Which of the two words is the upper one depends on the machine.
double[0] = 1;
const upper = words[1] === 0 ? 0 : 1;
/** The upper half of a float64's bits. */
export function highWord(x: f64): i32 {
  double[0] = x;
  return words[upper];
}
/** `x` with the upper half of its bits replaced. */
export function withHighWord(x: f64, high: i32): f64 {
  double[0] = x;
  words[upper] = high;
  return double[0];
}
