import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Column, Table } from '@leadlight/forest';
import type { PeerPython } from './python.ts';

/** Another program, with the settings of `peers.py`. */
export interface Peer {
  readonly id: string;
  readonly name: string;
  /** The packages on whose versions its results depend. */
  readonly packages: readonly string[];
  /** Raised when its settings in `peers.py` change, so that cached results are not used any more. */
  readonly revision: number;
}

export const peers: readonly Peer[] = [
  { id: 'logistic-regression', name: 'scikit-learn logistic regression', packages: ['scikit-learn'], revision: 1 },
  { id: 'hist-gradient-boosting', name: 'scikit-learn HistGradientBoosting', packages: ['scikit-learn'], revision: 1 },
  { id: 'lightgbm', name: 'LightGBM', packages: ['lightgbm'], revision: 1 },
  { id: 'xgboost', name: 'xgboost, 300 × depth 4', packages: ['xgboost'], revision: 1 },
  { id: 'xgboost-deep', name: 'xgboost, 2,000 × depth 8', packages: ['xgboost'], revision: 1 },
  { id: 'catboost', name: 'CatBoost', packages: ['catboost'], revision: 1 },
  {
    id: 'flaml',
    name: 'FLAML, 60 s',
    packages: ['flaml', 'lightgbm', 'xgboost', 'catboost', 'scikit-learn'],
    revision: 1,
  },
  {
    id: 'catboost-bagged',
    name: 'CatBoost, bagged eightfold',
    packages: ['catboost', 'scikit-learn'],
    revision: 1,
  },
];

/** What a peer learns from and is measured on; columns and categories are the same in both tables. */
export interface PeerSplit {
  readonly train: Table;
  readonly labels: Uint8Array;
  readonly test: Table;
}

export interface PeerResult {
  /** [test rows] */
  readonly probabilities: Float64Array;
  readonly clockSeconds: number;
  readonly processorSeconds: number;
}

/** Predictions of peers on one split. Results are kept in the cache by the split's content and the versions. */
export async function runPeers(
  chosen: readonly Peer[],
  split: PeerSplit,
  { command, versions }: PeerPython,
  cacheFolder: string,
  onProgress: (text: string) => void,
): Promise<ReadonlyMap<string, PeerResult>> {
  const files = filesOf(split);
  const content = createHash('sha256');
  for (const [name, bytes] of files) content.update(name).update(bytes);
  const contentHash = content.digest('hex');
  const results = new Map<string, PeerResult>();
  let folder: string | undefined;
  try {
    for (const peer of chosen) {
      const cached = join(cacheFolder, 'results', cacheKey(peer, contentHash, versions));
      if (!existsSync(`${cached}.json`)) {
        folder ??= writeSplit(files);
        onProgress(`${peer.name} …`);
        const seconds = await predict(command, folder, peer);
        mkdirSync(join(cacheFolder, 'results'), { recursive: true });
        writeFileSync(`${cached}.f64`, readFileSync(join(folder, `${peer.id}.f64`)));
        writeFileSync(`${cached}.part`, seconds);
        renameSync(`${cached}.part`, `${cached}.json`);
      }
      results.set(peer.id, readResult(cached));
    }
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
  return results;
}

const cacheKey = ({ id, revision, packages }: Peer, contentHash: string, versions: PeerPython['versions']): string => {
  const facts = [id, revision, contentHash, ...packages.map((name) => `${name} ${versions[name]}`)];
  return `${id}-${createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 24)}`;
};

function readResult(cached: string): PeerResult {
  const { clock, processor } = JSON.parse(readFileSync(`${cached}.json`, 'utf8')) as Record<string, number>;
  const bytes = readFileSync(`${cached}.f64`);
  const probabilities = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  return { probabilities, clockSeconds: clock!, processorSeconds: processor! };
}

/** The split as files by name, in the form that `peers.py` reads. */
function filesOf({ train, labels, test }: PeerSplit): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const columns = train.columns.map((column, at) => {
    const { head, extension, values } = joinColumns(column, test.columns[at]!);
    files.set(`${at}.${extension}`, new Uint8Array(values.buffer));
    return head;
  });
  const head = { rows: train.rows, tested: test.rows, columns };
  files.set('columns.json', new TextEncoder().encode(JSON.stringify(head)));
  files.set('labels.u8', labels);
  return files;
}

/** A column of the training table followed by that of the test table. */
function joinColumns(train: Column, test: Column) {
  const { name } = train;
  if (train.kind === 'numeric' && test.kind === 'numeric') {
    const values = Float64Array.from([...train.values, ...test.values]);
    return { head: { name, kind: 'numeric' }, extension: 'f64', values };
  }
  if (train.kind !== 'categorical' || test.kind !== 'categorical') throw new Error(`${name} has two kinds.`);
  const categories = [...new Set([...train.categories, ...test.categories])];
  const codeOf = new Map(categories.map((category, code) => [category, code]));
  const recode = ({ codes, categories: own }: typeof train) =>
    Array.from(codes, (code) => (code < 0 ? -1 : codeOf.get(own[code]!)!));
  const values = Int32Array.from([...recode(train), ...recode(test)]);
  return { head: { name, kind: 'categorical', categories }, extension: 'i32', values };
}

function writeSplit(files: ReadonlyMap<string, Uint8Array>): string {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-real-'));
  for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes);
  return folder;
}

/** @returns what the peer printed: its seconds, as JSON */
function predict(command: string, folder: string, { id, name }: Peer): Promise<string> {
  const script = fileURLToPath(new URL('./peers.py', import.meta.url));
  const threads = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };
  const child = spawn(command, [script, folder, id], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...threads },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(stdout.trim().split('\n').at(-1)!);
      else reject(new Error(`${name} failed:\n${stderr.split('\n').slice(-8).join('\n')}`));
    });
  });
}
