import { spawnSync } from 'node:child_process';

const { parquetReaders } = (await import(new URL('../../../../tools/parquet-readers.mjs', import.meta.url).href)) as {
  readonly parquetReaders: string;
};
const env = { ...process.env, PYTHONPATH: parquetReaders };

const hasReaders = spawnSync('python3', ['-c', 'import pyarrow, duckdb'], { env, stdio: 'ignore' }).status === 0;
if (!hasReaders) {
  console.warn('no pyarrow and DuckDB: the check of exported files is skipped (node tools/parquet-readers.mjs)');
}
export const skipParquetReaders = !hasReaders;

/** Runs Python code that prints JSON. @throws Error with what Python wrote */
export function runPython<Result>(code: string, ...args: readonly string[]): Result {
  const { status, stdout, stderr } = spawnSync('python3', ['-c', code, ...args], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Result;
}
