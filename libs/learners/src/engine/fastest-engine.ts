import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Engine, javascriptEngine } from '@leadlight/forest';
import { wasmEngine } from './wasm-engine.ts';

/** The compiled core; undefined where it has not been built. */
export function findCoreModule(): WebAssembly.Module | undefined {
  try {
    return new WebAssembly.Module(readFileSync(fileURLToPath(import.meta.resolve('@leadlight/forest/core.wasm'))));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

let cachedEngine: Engine | undefined;

/** WebAssembly where it has been built, otherwise JavaScript. Both give the same bytes. */
export function fastestEngine(): Engine {
  if (!cachedEngine) {
    const wasm = findCoreModule();
    cachedEngine = wasm ? wasmEngine(wasm) : javascriptEngine;
  }
  return cachedEngine;
}
