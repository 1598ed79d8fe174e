import {
  type Arrays,
  byteLength,
  type Core,
  type Engine,
  type Layout,
  offsetsOf,
  viewsOver,
  type Workspace,
} from '@leadlight/forest/worker';

const PAGE_BYTES = 65_536;
const MAX_PAGES = 65_536;
/** Address 0 stays unused. */
const FIRST_ADDRESS = 16;

/** Where the arrays of a workspace are: the memory and the address of the first one. */
interface MemoryOffset {
  readonly memory: WebAssembly.Memory;
  readonly at: number;
}

/** A thread's own instance of the core on a memory. */
interface CoreInstance {
  readonly core: Core;
  /** The first free byte, in the thread that allocates. */
  next: number;
}

/**
 * The core as WebAssembly, on memory that threads can share. Only the thread that has called `allocate` may extend it.
 * @param wasm the compiled core
 */
export function wasmEngine(wasm: WebAssembly.Module): Engine {
  const instances = new WeakMap<WebAssembly.Memory, CoreInstance>();

  function instanceFor(memory: WebAssembly.Memory): CoreInstance {
    const existing = instances.get(memory);
    if (existing) return existing;
    const instance = new WebAssembly.Instance(wasm, { env: { memory } });
    // Its functions take addresses instead of views; `Workspace.ref` contains whichever the engine needs.
    const created = { core: instance.exports as unknown as Core, next: FIRST_ADDRESS };
    instances.set(memory, created);
    return created;
  }

  function attach<L extends Layout>(layout: L, offset: MemoryOffset): Workspace<L> {
    const { memory, at } = offset;
    const view = viewsOver(layout, memory.buffer, at);
    const ref = offsetsOf(layout, at) as unknown as Arrays<L>;
    return { core: instanceFor(memory).core, view, ref, memory: offset, extend: (more) => append(more, memory) };
  }

  function append<L extends Layout>(layout: L, memory: WebAssembly.Memory): Workspace<L> {
    const instance = instanceFor(memory);
    const at = instance.next;
    instance.next = at + byteLength(layout);
    const missing = instance.next - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    return attach(layout, { memory, at });
  }

  return {
    name: 'wasm',
    allocate: (layout) => append(layout, new WebAssembly.Memory({ initial: 1, maximum: MAX_PAGES, shared: true })),
    attach: (layout, memory) => attach(layout, memory as MemoryOffset),
  };
}
