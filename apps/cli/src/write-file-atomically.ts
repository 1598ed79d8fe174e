import { renameSync, rmSync, writeFileSync } from 'node:fs';

/** Replaces `file` in one step: a killed process leaves the old content. */
export function writeFileAtomically(file: string, content: string | Uint8Array, mode = 0o644): void {
  const unfinished = `${file}.${process.pid}.part`;
  try {
    writeFileSync(unfinished, content, { mode });
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}
