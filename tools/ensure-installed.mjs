/**
 * Installs the workspace if `node_modules` is missing or older than the lockfile, and finds the Node version to run.
 * This file runs first on a fresh machine, so it supports Node 18 and imports no package.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exitCodeOfChild } from './exit-code.mjs';
import { runExclusively } from './run-exclusively.mjs';

export const root = resolve(fileURLToPath(new URL('..', import.meta.url)));
const bin = join(root, 'node_modules', '.bin');
const lockfile = join(root, 'package-lock.json');
const stamp = join(root, 'node_modules', '.leadlight-installed');
const claims = join(root, '.leadlight-installing');

const lockHash = () => createHash('sha256').update(readFileSync(lockfile)).digest('hex');

/** Whether `node_modules` matches the lockfile, installed by us (stamp) or by the user (file times). */
function isInstalled() {
  if (existsSync(stamp)) return readFileSync(stamp, 'utf8') === lockHash();
  const installed = join(root, 'node_modules', '.package-lock.json');
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(lockfile).mtimeMs;
}

/** The Node of `optionalDependencies`, or else the running one if it is new enough. */
export function nodePath() {
  const installed = join(bin, process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(installed)) return installed;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  console.error(
    `Leadlight needs Node 22.18 or newer; this is ${process.version}. npm has no Node package for ` +
      `${process.platform}-${process.arch}: install one from nodejs.org and repeat the command.`,
  );
  process.exit(1);
}

/**
 * The environment for all commands of the project: its own Node first in PATH, and a cache of compiled modules, which halves
 * the time in which a process starts. Node does without the cache where the folder cannot be written. With these
 * thresholds, the C library of Linux gives freed buffers back to the system: those of sockets are 64 KB, and 60 MB of them would
 * stay resident in each process.
 */
export const projectEnv = () => ({
  NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node-compile'),
  MALLOC_MMAP_THRESHOLD_: '32768',
  MALLOC_TRIM_THRESHOLD_: '65536',
  ...process.env,
  PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
});

/** Of several commands that start at once, one installs and the others wait for it. */
export function ensureInstalled() {
  if (isInstalled()) return;
  const onWait = (pid) =>
    console.error(`Waiting for process ${pid}, which installs packages (its claim is in ${claims}) …`);
  try {
    runExclusively(claims, onWait, install);
  } catch (error) {
    console.error(`Packages have to be installed in ${root}, and it cannot be written: ${error.message}`);
    process.exit(1);
  }
}

function install() {
  if (isInstalled()) return;
  const why = existsSync(join(root, 'node_modules')) ? 'is older than package-lock.json' : 'is absent';
  console.error(`Installing: node_modules ${why}, running "npm ci" (once, about a minute) …`);
  const started = performance.now();
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', process.stderr, 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error('"npm ci" failed; see its output above. Fix the cause and repeat the command.');
    process.exit(1);
  }
  writeFileSync(stamp, lockHash());
  console.error(`Installed in ${Math.round((performance.now() - started) / 1000)} s.`);
}

/** Runs a command of the project, and exits with its exit code. */
export function runToEnd(command, args) {
  const { status, signal, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: projectEnv() });
  if (error) console.error(`Cannot run ${command}: ${error.message}`);
  process.exit(exitCodeOfChild(command, status, signal));
}
