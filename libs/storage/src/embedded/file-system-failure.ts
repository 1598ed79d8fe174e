import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { storageFolder } from './endpoint.ts';
import { makeFolder } from './make-folder.ts';

/** A segment of the write-ahead log: a start needs at least one. */
const PROBE_BYTES = 16 * 2 ** 20;

/**
 * Why storage cannot write in its folder; undefined where it can. PGlite and SQLite hide the reason, so a file of the size
 * that they need is written to find out.
 */
export function fileSystemFailure(folder: string): string | undefined {
  const file = join(storageFolder(folder), `probe-${process.pid}`);
  try {
    makeFolder(storageFolder(folder));
    const descriptor = openSync(file, 'w', 0o600);
    try {
      const chunk = Buffer.alloc(2 ** 20);
      for (let written = 0; written < PROBE_BYTES; written += writeSync(descriptor, chunk));
    } finally {
      closeSync(descriptor);
    }
    return undefined;
  } catch (error) {
    return reasonOf(error);
  } finally {
    rmSync(file, { force: true });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'there is no space left on its disk',
  EDQUOT: 'its disk quota is used up',
  EFBIG: 'its files may not grow further (a limit of this user or file system)',
  EROFS: 'its file system is read-only',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
};

/** Why the file system refused, in plain words. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return Object.hasOwn(REASONS, code) ? REASONS[code]! : messageOf(error);
}

/** PGlite's file system throws objects that are no errors. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : 'PGlite could not open its files';
