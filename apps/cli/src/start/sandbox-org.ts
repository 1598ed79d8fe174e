import { join } from 'node:path';
import { startProcess, type AppProcess } from '../processes/start-process.ts';

export interface SandboxReady {
  readonly listening: string;
  /** Address of the Pub/Sub API, from which changes are followed. */
  readonly pubSub: string;
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
  /** Whether tests may change the org through its control API. */
  readonly faults?: boolean;
}

/** Starts the org of the simulated company: Salesforce's public APIs on loopback, with a folder of its own. */
export const startSandboxOrg = ({
  folder,
  orgPort,
  leads,
  seed,
  faults = false,
}: SandboxOptions): Promise<AppProcess<SandboxReady>> =>
  startProcess<SandboxReady>({
    name: 'sandbox-org',
    entry: 'apps/sandbox-org/src/main.ts',
    args: [
      ...Object.entries({ port: orgPort, folder: join(folder, 'sandbox-org'), leads, seed }).flatMap(
        ([name, value]) => [`--${name}`, String(value)],
      ),
      ...(faults ? ['--faults'] : []),
    ],
    logFolder: join(folder, 'logs'),
  });
