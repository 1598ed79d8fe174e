import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { environmentValue } from '@leadlight/common';
import type { Examples } from '@leadlight/forest';

export type PeerKind = 'rf' | 'hgb' | 'xgb';
export type PeerParams = { readonly trees: number; readonly depth: number } & { readonly [name: string]: number };

/** Other programs in a Python process, one command at a time. */
export interface Peers {
  readonly versions: Readonly<Record<string, string>>;
  /** Sends a table: numbers as they are, categories as numbers by `codes`. */
  load(name: string, examples: Examples, codes: readonly (ArrayLike<number> | undefined)[]): Promise<void>;
  /** @returns milliseconds */
  train(kind: PeerKind, table: string, params: PeerParams): Promise<number>;
  probabilities(kind: PeerKind, table: string): Promise<number[]>;
  /** @returns median milliseconds to predict the table, to predict its first row, or to explain its first row */
  time(op: 'batch' | 'one' | 'contributions', kind: PeerKind, table: string, repeat: number): Promise<number>;
  stop(): void;
}

const defaultPython = environmentValue(process.env, 'LEADLIGHT_PYTHON');

export const PEERS_HINT =
  'peers skipped: no scikit-learn and xgboost for ' +
  `${defaultPython} (Debian: apt-get install python3-sklearn python3-xgboost; LEADLIGHT_PYTHON names another python)`;

function rowMajor({ rows, columns }: Examples, codes: readonly (ArrayLike<number> | undefined)[]): Float64Array {
  const values = new Float64Array(rows * columns.length);
  columns.forEach((column, f) => {
    const valueAt = (row: number): number => {
      if (column.kind === 'numeric') return column.values[row] ?? NaN;
      return codes[f]?.[column.codes[row] ?? -1] ?? NaN;
    };
    for (let row = 0; row < rows; row++) values[row * columns.length + f] = valueAt(row);
  });
  return values;
}

/** Starts the peers; undefined where that Python does not have them. */
export async function startPeers(python = defaultPython): Promise<Peers | undefined> {
  if (spawnSync(python, ['-c', 'import sklearn, xgboost']).status !== 0) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-bench-'));
  const child = spawn(python, [new URL('./peers.py', import.meta.url).pathname], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const send = async (command: object): Promise<Record<string, unknown>> => {
    child.stdin.write(`${JSON.stringify(command)}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error('The peers’ process ended.');
    return JSON.parse(value) as Record<string, unknown>;
  };
  const ms = async (command: object) => (await send(command))['ms'] as number;
  return {
    versions: (await send({ op: 'versions' })) as Record<string, string>,
    async load(name, examples, codes) {
      writeFileSync(join(folder, `${name}.f64`), rowMajor(examples, codes));
      writeFileSync(join(folder, `${name}.u8`), examples.labels);
      await send({ op: 'load', name, folder, rows: examples.rows, columns: examples.columns.length });
    },
    train: (kind, table, params) => ms({ op: 'train', kind, table, params }),
    probabilities: async (kind, table) => (await send({ op: 'probabilities', kind, table }))['values'] as number[],
    time: (op, kind, table, repeat) => ms({ op, kind, table, repeat }),
    stop() {
      child.stdin.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
