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
/** Address 0 is left free. */
const FIRST_ADDRESS = 16;

/** Where a thread finds arrays: the memory and the address of the first one. */
interface MemoryOffset {
  readonly memory: WebAssembly.Memory;
  readonly at: number;
}

/** What this thread knows of a memory: its own instance of the core, and for the thread that allocates the first free byte. */
interface CoreInstance {
  readonly core: Core;
  next: number;
}

/**
 * The core as WebAssembly, in memory that threads can share. Only the thread that called `allocate` may extend.
 * @param wasm the compiled core
 */
export function wasmEngine(wasm: WebAssembly.Module): Engine {
  const tenancies = new WeakMap<WebAssembly.Memory, CoreInstance>();

  function tenancyOf(memory: WebAssembly.Memory): CoreInstance {
    const known = tenancies.get(memory);
    if (known) return known;
    const instance = new WebAssembly.Instance(wasm, { env: { memory } });
    // Its functions take addresses where the JavaScript core takes views: `Workspace.ref` holds the one kind or the other.
    const tenancy = { core: instance.exports as unknown as Core, next: FIRST_ADDRESS };
    tenancies.set(memory, tenancy);
    return tenancy;
  }

  function attach<L extends Layout>(layout: L, place: MemoryOffset): Workspace<L> {
    const { memory, at } = place;
    const view = viewsOver(layout, memory.buffer, at);
    const ref = offsetsOf(layout, at) as unknown as Arrays<L>;
    return { core: tenancyOf(memory).core, view, ref, memory: place, extend: (more) => append(more, memory) };
  }

  function append<L extends Layout>(layout: L, memory: WebAssembly.Memory): Workspace<L> {
    const tenancy = tenancyOf(memory);
    const at = tenancy.next;
    tenancy.next = at + byteLength(layout);
    const missing = tenancy.next - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    return attach(layout, { memory, at });
  }

  return {
    name: 'wasm',
    allocate: (layout) => append(layout, new WebAssembly.Memory({ initial: 1, maximum: MAX_PAGES, shared: true })),
    attach: (layout, memory) => attach(layout, memory as MemoryOffset),
  };
}
