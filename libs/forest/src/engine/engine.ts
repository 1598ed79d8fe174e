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

/** Names the arrays that a piece of work needs, with their lengths. */
export type Layout = { readonly [name: string]: readonly [Kind, number] };

export type Arrays<L extends Layout> = { readonly [N in keyof L]: ViewOf[L[N][0]] };

/** The core as one engine runs it. */
export type Core = typeof core;

/** Arrays in memory that an engine's core can work on. */
export interface Workspace<L extends Layout> {
  readonly core: Core;
  /** To read and write from here. */
  readonly view: Arrays<L>;
  /** To pass to `core`: the same arrays, or in WASM their addresses. */
  readonly ref: Arrays<L>;
  /** What another thread attaches to. */
  readonly memory: unknown;
  /** More arrays, zeroed, that the core can use together with these. */
  extend<M extends Layout>(layout: M): Workspace<M>;
}

/** Something that runs the core. All engines give the same bits. */
export interface Engine {
  readonly name: 'javascript' | 'wasm';
  /** @returns arrays filled with zeros */
  allocate<L extends Layout>(layout: L): Workspace<L>;
  /** The same arrays over the memory of a workspace that another thread allocated by an equal layout. */
  attach<L extends Layout>(layout: L, memory: unknown): Workspace<L>;
}
