import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  fstatSync,
  lstatSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CliError } from '../errors.ts';

const MAX_LINKS = 40;
const STANDARD_OUTPUT = 1;
const PERMISSION_BITS = 0o7777;

/** Files by the option that names them, such as `--out`. */
type NamedFiles = Readonly<Record<string, string | undefined>>;

/**
 * Checks the files that a command is going to write, before it does any work for them.
 * @param inputs files that must not be overwritten
 * @throws CliError `output_unwritable` for a missing folder, a folder in its place, a place that cannot be written, an input
 * or the same file twice
 */
export function requireOutputs(outputs: NamedFiles, inputs: NamedFiles = {}): void {
  const taken = Object.entries(inputs);
  for (const [option, file] of Object.entries(outputs)) {
    if (file === undefined) continue;
    requireWritable(option, file);
    const same = taken.find(([, other]) => other !== undefined && areSameFile(file, other));
    if (same) {
      const facts = { option, file, why: `${same[0]} names the same file`, remedy: 'Name another file.' };
      throw new CliError('output_unwritable', facts);
    }
    taken.push([option, file]);
  }
}

function requireWritable(option: string, file: string): void {
  const reject = (why: string, remedy: string): never => {
    throw new CliError('output_unwritable', { option, file, why, remedy });
  };
  const stats = statsOf(file);
  if (stats?.isDirectory()) reject('it is a folder', 'Name a file in it.');
  if (stats && (stats.mode & 0o222) === 0) reject('it is read-only', 'Name another file, or make it writable.');
  if (stats && !isWritable(file)) reject('its permissions do not allow it', 'Name another file, or make it writable.');
  if (stats && !isReplaceable(stats)) return;
  const folder = dirname(followLinks(file));
  const folderStats = statsOf(folder);
  if (!folderStats) reject(`the folder ${folder} does not exist`, 'Create it, or name another one.');
  if (!folderStats!.isDirectory()) reject(`${folder} is not a folder`, 'Name a file in a folder.');
  if (!isWritable(folder)) reject(`the folder ${folder} cannot be written to`, 'Name a file in another folder.');
}

/**
 * Replaces `file` in one step: a killed process leaves the old content. Links are followed, an existing file keeps its
 * permissions and its owner, and a device, a pipe or the standard output is written into.
 * @param mode permissions, given to an existing file as well; absent = those of the existing file, or 644
 */
export function writeFileAtomically(file: string, content: string | Uint8Array, mode?: number): void {
  const existing = statsOf(file);
  if (existing && !isReplaceable(existing)) {
    return writeFileSync(isStandardOutput(file) ? STANDARD_OUTPUT : file, content);
  }
  const target = followLinks(file);
  const unfinished = `${target}.${process.pid}.part`;
  try {
    writeFileSync(unfinished, content, { mode: mode ?? 0o644 });
    if (existing) copyOwner(existing, unfinished);
    if (existing || mode !== undefined) chmodSync(unfinished, mode ?? existing!.mode & PERMISSION_BITS);
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

/** Whether the file is the standard output of this process, such as `/dev/stdout`. */
export function isStandardOutput(file: string): boolean {
  const stats = statsOf(file);
  return stats !== undefined && isSameFile(stats, fstatSync(STANDARD_OUTPUT));
}

/** Whether both names lead to one file, which need not exist. Devices may be written into twice. */
function areSameFile(one: string, other: string): boolean {
  const [first, second] = [statsOf(one), statsOf(other)];
  if (first && second) return first.isFile() && isSameFile(first, second);
  return !first && !second && followLinks(one) === followLinks(other);
}

const isSameFile = (one: Stats, other: Stats): boolean => one.dev === other.dev && one.ino === other.ino;

/** A file that the process has open as its standard output would lose what is written to it afterwards. */
const isReplaceable = (stats: Stats): boolean => stats.isFile() && !isSameFile(stats, fstatSync(STANDARD_OUTPUT));

/** Of what the name leads to; undefined if there is nothing or it cannot be reached. */
function statsOf(file: string): Stats | undefined {
  try {
    return statSync(file);
  } catch {
    return undefined;
  }
}

function isWritable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** The path that a chain of links leads to, whether or not there is a file. */
function followLinks(file: string): string {
  let path = resolve(file);
  for (let links = 0; links < MAX_LINKS; links++) {
    if (!isLink(path)) return path;
    path = resolve(realpathSync(dirname(path)), readlinkSync(path));
  }
  return path;
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

function copyOwner({ uid, gid }: Stats, file: string): void {
  try {
    chownSync(file, uid, gid);
  } catch (error) {
    // Only the superuser may give a file away.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
  }
}
