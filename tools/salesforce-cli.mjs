/**
 * The pinned Salesforce CLI, for the check of the deployment. It is no dependency of the workspace:
 * `node tools/salesforce-cli.mjs` installs it in a folder of the user's cache.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const SALESFORCE_CLI = '@salesforce/cli@2.150.6';

const folder = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
  'leadlight',
  SALESFORCE_CLI.replace('/', '-'),
);
const bin = join(folder, 'node_modules', '.bin');
const complete = join(folder, 'complete');

/** The folder of the command `sf`; undefined if it was not installed. */
export const findSalesforceCli = () => (existsSync(complete) && existsSync(join(bin, 'sf')) ? bin : undefined);

function install() {
  if (findSalesforceCli()) return 0;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const flags = ['--no-audit', '--no-fund', '--ignore-scripts', '--save-exact', '--loglevel=error'];
  const { status } = spawnSync('npm', ['install', ...flags, SALESFORCE_CLI], { cwd: folder, stdio: 'inherit' });
  if (status === 0) writeFileSync(complete, '');
  return status ?? 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(install());
