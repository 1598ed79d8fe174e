import type * as core from '../core/index.ts';

export type Kind = 'u8' | 'i8' | 'u16' | 'i32' | 'f32' | 'f64';

interface ViewOf {
  readonly u8: Uint8Array;
  readonly i8: Int8Array;
  readonly u16: Uint16Array;
  readonly i32: Int32Array;
  readonly f32: Float32Array;
  readonly f64: Float64Array;
}

/** The arrays that a computation needs, by name, with their lengths. */
export type Layout = { readonly [name: string]: readonly [Kind, number] };

export type Arrays<L extends Layout> = { readonly [N in keyof L]: ViewOf[L[N][0]] };

/** The functions of the core. */
export type Core = typeof core;

/** Arrays in memory that an engine's core can access. */
export interface Workspace<L extends Layout> {
  readonly core: Core;
  /** To read and write in JavaScript. */
  readonly view: Arrays<L>;
  /** To pass to `core`: the same arrays, or in WebAssembly their addresses. */
  readonly ref: Arrays<L>;
  /** For `Engine.attach` in another thread. */
  readonly memory: unknown;
  /** Allocates more arrays, filled with zeros, that the core can use together with these. */
  extend<M extends Layout>(layout: M): Workspace<M>;
}

/** Runs the core. All engines give the same bits. */
export interface Engine {
  readonly name: 'javascript' | 'wasm';
  /** @returns arrays filled with zeros */
  allocate<L extends Layout>(layout: L): Workspace<L>;
  /** The arrays of a workspace that another thread has allocated with an equal layout. */
  attach<L extends Layout>(layout: L, memory: unknown): Workspace<L>;
}
