import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Storage } from '@leadlight/storage';
import { ALL_SCOPES, createApiKey, DEFAULT_SCOPES, hasEnded, hashApiKey, type KeyScope } from '@leadlight/workflows';
import { startApi } from '../commands/serve.ts';
import type { StartOptions } from '../commands/start.ts';
import { systemClock } from '../compose.ts';
import { writeFileAtomically } from '../files/write-file-atomically.ts';
import { startProcess, type AppProcess } from '../processes/start-process.ts';
import { waitUntilStopped } from '../processes/wait-until-stopped.ts';
import type { SandboxReady } from './sandbox-org.ts';

/** Serves the scoring API and the lead page until Ctrl+C. */
export async function serveLeadPage(
  storage: Storage,
  sandbox: AppProcess<SandboxReady>,
  bestLeadId: string | undefined,
  options: StartOptions,
  tell: (line: string) => void,
): Promise<void> {
  const { orgId, listening: orgUrl, clientId, clientSecret } = sandbox.ready;
  const api = await startApi({ folder: options.folder, port: options.apiPort, host: '127.0.0.1' });
  const page = await startProcess<{ listening: string }>({
    name: 'lead-page',
    entry: 'apps/lead-page/src/server/main.ts',
    args: ['--port', String(options.pagePort), '--org-url', orgUrl, '--api-url', api.ready.listening],
    // Secrets travel by environment: arguments can be read by every user of the machine.
    env: {
      LEADLIGHT_SF_CLIENT_ID: clientId,
      LEADLIGHT_SF_CLIENT_SECRET: clientSecret,
      LEADLIGHT_API_KEY: await leadPageKey(storage, orgId, options.folder, 'lead page', DEFAULT_SCOPES),
      LEADLIGHT_ADMIN_API_KEY: await leadPageKey(storage, orgId, options.folder, 'lead page admin', ALL_SCOPES),
    },
    logFolder: join(options.folder, 'logs'),
    onStderr: tell,
  }).catch(async (error: unknown) => {
    await api.stop();
    throw error;
  });
  tell('');
  tell(`Leads by score:    ${page.ready.listening}`);
  if (bestLeadId) tell(`The best lead:     ${page.ready.listening}/leads/${bestLeadId}`);
  tell(`API documentation: ${api.ready.listening}/docs`);
  tell('Stop with Ctrl+C. A second start goes on from here.');
  await waitUntilStopped([api, page]);
}

/**
 * A key of the lead page: made once, kept beside the storage and readable by its owner alone. A key that was revoked or
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
    const kept = readFileSync(file, 'utf8');
    const entry = await storage.apiKeys.findByHash(hashApiKey(kept));
    if (entry?.orgId === orgId && !hasEnded(entry, systemClock.now())) return kept;
  }
  const { key } = await createApiKey({ ...storage, clock: systemClock }, orgId, name, { scopes });
  writeFileAtomically(file, key, 0o600);
  return key;
}
