import { execFile, type ExecFileException } from 'node:child_process';
import { hash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { PGLITE_NODE_FLAGS } from './node-flags.ts';
import { CACHE, canWrite, pgliteVersion } from './cache-folder.ts';

/**
 * Optimised code of the embedded database, stored once for a version of Node and of PGlite. V8's optimising compiler needs 600 MB and
 * two seconds for a single function, that of PostgreSQL's expressions, so servers never run it. With the stored code, statements take
 * half the processor time that they take with code of the baseline compiler (ADR 51).
 */

/** V8's own functions for it are not part of JavaScript. The code is accepted only by a process with the same flags. */
const FLAGS_WHILE_EXCHANGED = [
  '--allow-natives-syntax',
  '--wasm-tier-up',
  '--wasm-dynamic-tiering',
  '--wasm-sync-tier-up',
];
/** What was not stored is compiled once, by the compiler that needs no memory. */
const FLAGS_OF_SERVERS = ['--no-wasm-sync-tier-up', '--no-wasm-tier-up', '--no-wasm-dynamic-tiering'];
const HASH_BYTES = 32;

const codeFile = (): string => join(CACHE, `database-code-${pgliteVersion()}-${process.version}-${process.arch}`);

interface DatabaseModule {
  readonly module: WebAssembly.Module;
  /** Whether it has the stored code. */
  readonly isStored: boolean;
}

/** The database's module for a server, with optimised code where it is stored. Nothing is optimised in this process afterwards. */
export async function loadDatabaseModule(file = codeFile()): Promise<DatabaseModule> {
  const bytes = wireBytes();
  let module: WebAssembly.Module | undefined;
  try {
    const code = readCode(file);
    setFlags(FLAGS_WHILE_EXCHANGED);
    // undefined where it was made by another V8, for another processor or with other flags
    module = code && (native('code, bytes', '%DeserializeWasmModule(code, bytes)')(code, bytes) as typeof module);
  } catch {
    module = undefined;
  }
  setFlags(FLAGS_OF_SERVERS);
  return { module: module ?? (await WebAssembly.compile(bytes)), isStored: module !== undefined };
}

/** The module for a process that runs statements in order to store their code; see `storeCode`. */
export function compileForStoring(): Promise<WebAssembly.Module> {
  setFlags(FLAGS_WHILE_EXCHANGED);
  return WebAssembly.compile(wireBytes());
}

/** Stores the code of all functions that have been optimised. */
export function storeCode(module: WebAssembly.Module, file = codeFile()): void {
  const code = new Uint8Array(native('module', '%SerializeWasmModule(module)')(module) as ArrayBuffer);
  const made = `${file}.${process.pid}`;
  writeFileSync(made, Buffer.concat([hash('sha256', code, 'buffer'), code]));
  renameSync(made, file);
}

/**
 * Stores the code where it is missing, in a process of its own, which needs 800 MB. After a failure it is not tried again: servers
 * run without it, more slowly.
 * @param onPreparing called where it is missing
 */
export async function prepareCode(onPreparing: () => void): Promise<void> {
  if (existsSync(codeFile()) || !canWrite(CACHE)) return;
  onPreparing();
  const main = fileURLToPath(new URL('./prepare-code.ts', import.meta.url));
  try {
    await promisify(execFile)(process.execPath, [...PGLITE_NODE_FLAGS, main]);
  } catch (error) {
    const { signal } = error as ExecFileException;
    // Someone who stops the start has not said anything about the code.
    if (signal !== 'SIGINT' && signal !== 'SIGTERM') writeFileSync(codeFile(), '');
  }
}

function readCode(file: string): ArrayBuffer | undefined {
  if (!existsSync(file)) return undefined;
  const stored = readFileSync(file);
  const code = new Uint8Array(stored.subarray(HASH_BYTES));
  return hash('sha256', code, 'buffer').equals(stored.subarray(0, HASH_BYTES)) ? code.buffer : undefined;
}

function wireBytes(): Uint8Array<ArrayBuffer> {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  return new Uint8Array(readFileSync(join(dirname(entry), 'pglite.wasm')));
}

function setFlags(flags: readonly string[]): void {
  for (const flag of flags) setFlagsFromString(flag);
}

/** Compiled when it is called: the flag that allows its syntax is set by then. */
const native = (parameters: string, expression: string): ((...values: unknown[]) => unknown) =>
  new Function(parameters, `return ${expression}`) as (...values: unknown[]) => unknown;
