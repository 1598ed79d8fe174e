/**
 * PySpark and xgboost, with which a test trains on exported snapshots as `deploy/spark/train.py` does on a cluster.
 * `node tools/spark.mjs` installs them in a folder of the user's cache. Without Python, Java or the packages that test is skipped.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const REQUIREMENTS = fileURLToPath(new URL('../deploy/spark/requirements.txt', import.meta.url));
const hash = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12);
const folder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'leadlight', `spark-${hash}`);

/** The Python that has them; undefined where they are not installed, or there is no Java. */
export function findSparkPython() {
  const hasJava = spawnSync('java', ['-version'], { stdio: 'ignore' }).status === 0;
  return hasJava && existsSync(join(folder, 'complete')) ? join(folder, 'bin', 'python') : undefined;
}

if (process.argv[1] === fileURLToPath(import.meta.url) && !existsSync(join(folder, 'complete'))) {
  rmSync(folder, { recursive: true, force: true });
  const python = join(folder, 'bin', 'python');
  const steps = [
    ['python3', '-m', 'venv', folder],
    [python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', REQUIREMENTS],
  ];
  const isInstalled = steps.every(
    ([command, ...args]) => spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0,
  );
  // Written last, so that an interrupted installation is repeated.
  if (isInstalled) mkdirSync(join(folder, 'complete'));
  else console.error('PySpark cannot be installed: the test of a training on Spark is skipped.');
}
