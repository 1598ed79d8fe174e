import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentValue } from '@leadlight/common';

const REQUIREMENTS = fileURLToPath(new URL('./requirements.txt', import.meta.url));

/** Where the virtual environment and the results of peers are kept by default: outside the repository. */
export const defaultCacheFolder = (): string => join(homedir(), '.cache', 'leadlight', 'bench-real');

/** A Python with the peers. */
export interface PeerPython {
  readonly command: string;
  /** By package. */
  readonly versions: Readonly<Record<string, string>>;
}

/** The versions that the list of requirements pins. */
export const pinnedVersions = (requirements: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    requirements.split('\n').flatMap((line) => (line.includes('==') ? [line.trim().split('==')] : [])),
  );

/**
 * The virtual environment with exactly the pinned packages; made, with pip, if it is not there yet.
 * @throws Error with pip's last lines if a package cannot be installed
 */
export function preparePeerPython(cacheFolder: string, onProgress: (text: string) => void): PeerPython {
  const requirements = readFileSync(REQUIREMENTS, 'utf8');
  const versions = pinnedVersions(requirements);
  const folder = join(cacheFolder, `python-${createHash('sha256').update(requirements).digest('hex').slice(0, 12)}`);
  const command = join(folder, 'bin', 'python');
  const isComplete = existsSync(join(folder, 'complete'));
  if (isComplete) return { command, versions };
  onProgress(`installing ${Object.keys(versions).join(', ')} into ${folder} …`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(cacheFolder, { recursive: true });
  run(environmentValue(process.env, 'LEADLIGHT_PYTHON'), ['-m', 'venv', folder]);
  run(command, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', REQUIREMENTS]);
  // Written last, so that an interrupted installation is repeated.
  mkdirSync(join(folder, 'complete'));
  return { command, versions };
}

function run(command: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return;
  throw new Error(`${command} ${args.join(' ')} failed:\n${error?.message ?? stderr.split('\n').slice(-8).join('\n')}`);
}
