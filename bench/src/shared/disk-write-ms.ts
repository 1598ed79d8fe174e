import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { median } from './statistics.ts';

const WRITES = 100;
/** A page of PostgreSQL's write-ahead log. */
const PAGE_BYTES = 8_192;

/** How long a page takes until it is on the disk of this folder, as at each commit: the median of 100, in ms. */
export function diskWriteMs(folder: string): number {
  const file = join(folder, 'disk-write');
  const descriptor = openSync(file, 'w');
  try {
    const page = Buffer.alloc(PAGE_BYTES, 1);
    const times = Array.from({ length: WRITES }, () => {
      const from = performance.now();
      writeSync(descriptor, page, 0, PAGE_BYTES, 0);
      fdatasyncSync(descriptor);
      return performance.now() - from;
    });
    return median(times);
  } finally {
    closeSync(descriptor);
    rmSync(file);
  }
}
