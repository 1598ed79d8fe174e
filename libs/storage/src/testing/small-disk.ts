import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system in memory of a few megabytes. */
export interface SmallDisk {
  readonly folder: string;
  /** Takes up the free space but for some kilobytes. */
  fill(leaveKilobytes?: number): void;
  makeReadOnly(): void;
  /** Gives back what `fill` took. */
  free(): void;
  remove(): void;
}

/** @returns the reason in words where this user may not mount one */
export function mountSmallDisk(megabytes: number): SmallDisk | string {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0755`, 'tmpfs', folder], {
    encoding: 'utf8',
  });
  if (mounted.status !== 0) {
    rmSync(folder, { recursive: true });
    return `no tmpfs can be mounted: ${mounted.stderr?.trim() || mounted.error?.message}`;
  }
  // A folder of its own: a file next to the data takes up the space.
  const filler = join(folder, 'filler');
  const used = join(folder, 'used');
  mkdirSync(used);
  return {
    folder: used,
    fill: (leaveKilobytes = 0) => writeUntilFull(filler, leaveKilobytes),
    makeReadOnly: () => execFileSync('mount', ['-o', 'remount,ro', folder]),
    free: () => rmSync(filler, { force: true }),
    remove() {
      execFileSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true });
    },
  };
}

const BLOCK_BYTES = 4_096;

function writeUntilFull(file: string, leaveKilobytes: number): void {
  const reserve = `${file}.reserve`;
  const write = (to: string, blocks: number): void => {
    const descriptor = openSync(to, 'a');
    try {
      for (let n = 0; n < blocks; n++) writeSync(descriptor, Buffer.alloc(BLOCK_BYTES));
    } finally {
      closeSync(descriptor);
    }
  };
  write(reserve, (leaveKilobytes * 1_024) / BLOCK_BYTES);
  try {
    write(file, Infinity);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
  rmSync(reserve);
}
