import { join } from 'node:path';
import { startProcess, type AppProcess } from '../processes/start-process.ts';

export interface SandboxReady {
  readonly listening: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly orgId: string;
  readonly leads: number;
}

export interface SandboxOptions {
  readonly folder: string;
  readonly orgPort: number;
  readonly leads: number;
  readonly seed: number;
}

/** Starts the simulated company's org: Salesforce's public APIs on loopback, with a folder of its own. */
export const startSandboxOrg = (options: SandboxOptions): Promise<AppProcess<SandboxReady>> =>
  startProcess<SandboxReady>({
    name: 'sandbox-org',
    entry: 'apps/sandbox-org/src/main.ts',
    args: [
      ...['--port', String(options.orgPort), '--folder', join(options.folder, 'sandbox-org')],
      ...['--leads', String(options.leads), '--seed', String(options.seed)],
    ],
    logFolder: join(options.folder, 'logs'),
  });
