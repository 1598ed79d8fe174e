import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentValue } from '@leadlight/common';
import type { TestProject } from 'vitest/node';
import { openStorage } from '../open-storage.ts';
import { findPostgresBin, startPostgresCluster } from './postgres-cluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Contains a running embedded server, to be joined. */
    embeddedFolder: string;
    /** A private PostgreSQL; empty where none is installed. */
    databaseUrl: string;
  }
}

/** One embedded server and one PostgreSQL for all contract suites; each test uses its own org. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const embeddedFolder = mkdtempSync(join(tmpdir(), 'leadlight-embedded-'));
  const bin = findPostgresBin();
  if (bin === undefined && environmentValue(process.env, 'LEADLIGHT_REQUIRE_ALL')) {
    throw new Error('LEADLIGHT_REQUIRE_ALL is 1, and no PostgreSQL was found. Install the package postgresql.');
  }
  if (bin === undefined) process.stdout.write('skipped: no PostgreSQL\n');
  const [embedded, cluster] = await Promise.all([
    openStorage({ folder: embeddedFolder }),
    bin === undefined ? undefined : startPostgresCluster(bin),
  ]);
  project.provide('embeddedFolder', embeddedFolder);
  project.provide('databaseUrl', cluster?.databaseUrl ?? '');
  return async () => {
    await Promise.all([embedded.close(), cluster?.stop()]);
    rmSync(embeddedFolder, { recursive: true, force: true });
  };
}
