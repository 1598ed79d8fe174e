import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** For folders of `leadlight start` that several test files copy; see `startLeadlight`. */
    preparedFolders: string;
  }
}

export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-prepared-'));
  project.provide('preparedFolders', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
