/**
 * pyarrow and DuckDB for Python, with which tests read exported files.
 * `node tools/parquet-readers.mjs` installs them in a folder of the user's cache. Without Python it says so, and those tests are skipped.
 */
import { spawnSync } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGES = ['pyarrow==26.0.1', 'duckdb==2.0.1'];
/** To be added to PYTHONPATH. */
export const parquetReaders = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
  'leadlight',
  `parquet-readers-${PACKAGES.map((each) => each.split('==')[1]).join('-')}`,
);

const canRead = () =>
  spawnSync('python3', ['-c', 'import pyarrow, duckdb'], {
    env: { ...process.env, PYTHONPATH: parquetReaders },
    stdio: 'ignore',
  }).status === 0;

if (process.argv[1] === fileURLToPath(import.meta.url) && !canRead()) {
  const args = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--target',
    parquetReaders,
    ...PACKAGES,
  ];
  const { status } = spawnSync('python3', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) console.error('pyarrow and DuckDB cannot be installed: the check of exported files is skipped.');
}
