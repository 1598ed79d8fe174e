import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EnvironmentVariableName } from '@leadlight/common';
import type { Storage } from '@leadlight/storage';
import { KEY_SCOPES, createApiKey, DEFAULT_SCOPES, hasEnded, hashApiKey, type KeyScope } from '@leadlight/workflows';
import { systemClock } from '../compose.ts';
import { startProcess, type AppProcess } from '../processes/start-process.ts';
import { startScoringApi } from '../processes/start-scoring-api.ts';
import { waitUntilStopped } from '../processes/wait-until-stopped.ts';
import { writeFileAtomically } from '../output/output-file.ts';
import { startWorker } from '../serve/worker.ts';
import type { SandboxReady } from './sandbox-org.ts';

export interface LeadPageOptions {
  readonly folder: string;
  readonly pagePort: number;
  readonly apiPort: number;
}

const RETRAIN_EVERY_DAYS = 1;

/** Serves the scoring API and the lead page, and follows the org like `leadlight serve`, until Ctrl+C. */
export async function serveLeadPage(
  storage: Storage,
  sandbox: AppProcess<SandboxReady>,
  bestLeadId: string | undefined,
  options: LeadPageOptions,
  log: (line: string) => void,
): Promise<void> {
  const { folder } = options;
  const { orgId } = sandbox.ready;
  // The pipeline has just done what the schedule would do today.
  await storage.scheduleStates.save(orgId, {
    lastDailyWorkAt: systemClock.now(),
    retrainEveryDays: RETRAIN_EVERY_DAYS,
  });
  // Started first, so that the org is followed by the time that a page says whether it is.
  const worker = startWorker([undefined], {
    folder,
    schedule: true,
    follow: true,
    retrainEvery: RETRAIN_EVERY_DAYS,
    checksAtStart: false,
  });
  try {
    const api = await startScoringApi({ folder, port: options.apiPort, host: '127.0.0.1' });
    const page = await startLeadPage(storage, sandbox.ready, api.ready.listening, options, log).catch(
      async (error: unknown) => {
        await api.stop();
        throw error;
      },
    );
    log('');
    log(`Leads by score:    ${page.ready.listening}`);
    if (bestLeadId) log(`The best lead:     ${page.ready.listening}/leads/${bestLeadId}`);
    log(`API documentation: ${api.ready.listening}/docs`);
    log('Stop it with Ctrl+C. A second start continues from here.');
    await waitUntilStopped([api, page]);
  } finally {
    await worker.stop();
  }
}

/** Starts the server of the lead page. Secrets are passed in the environment, because every user of the machine can see arguments. */
async function startLeadPage(
  storage: Storage,
  { orgId, listening: orgUrl, clientId, clientSecret }: SandboxReady,
  apiUrl: string,
  { folder, pagePort }: LeadPageOptions,
  log: (line: string) => void,
): Promise<AppProcess<{ listening: string }>> {
  const env: Partial<Record<EnvironmentVariableName, string>> = {
    LEADLIGHT_SF_CLIENT_ID: clientId,
    LEADLIGHT_SF_CLIENT_SECRET: clientSecret,
    LEADLIGHT_API_KEY: await leadPageKey(storage, orgId, folder, 'lead page', DEFAULT_SCOPES),
    LEADLIGHT_ADMIN_API_KEY: await leadPageKey(storage, orgId, folder, 'lead page admin', KEY_SCOPES),
  };
  return startProcess<{ listening: string }>({
    name: 'lead-page',
    entry: 'apps/lead-page/src/server/main.ts',
    args: ['--port', String(pagePort), '--org-url', orgUrl, '--api-url', apiUrl],
    env,
    logFolder: join(folder, 'logs'),
    onStderr: log,
  });
}

/**
 * An API key of the lead page: created once, stored in the folder, readable by its owner only. A key that was revoked or
 * belongs to another storage is replaced.
 */
async function leadPageKey(
  storage: Storage,
  orgId: string,
  folder: string,
  name: 'lead page' | 'lead page admin',
  scopes: readonly KeyScope[],
): Promise<string> {
  const file = join(folder, `${name.replaceAll(' ', '-')}.key`);
  if (existsSync(file)) {
    const stored = readFileSync(file, 'utf8');
    const entry = await storage.apiKeys.findByHash(hashApiKey(stored));
    if (entry?.orgId === orgId && !hasEnded(entry, systemClock.now())) return stored;
  }
  const { key } = await createApiKey({ ...storage, clock: systemClock }, orgId, name, { scopes });
  writeFileAtomically(file, key, 0o600);
  return key;
}
