import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EnvironmentVariableName } from '@leadlight/common';
import { connectSalesforce } from '@leadlight/salesforce';
import type { Storage } from '@leadlight/storage';
import { subjectObjects } from '@leadlight/propensity';
import { createApiKey, hasEnded, hashApiKey, isReplaced } from '@leadlight/workflows';
import { systemClock } from '../compose.ts';
import { enterPrincipalKey, PRINCIPAL_SCOPES, type PrincipalName } from '../connect/principal-keys.ts';
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

/** The processes that serve the pages. */
export interface Pages {
  readonly api: AppProcess<{ listening: string }>;
  readonly page: AppProcess<{ listening: string }>;
}

/**
 * Starts the scoring API and the server of the lead page. Both take seconds, so they start while the org starts and is synced, which
 * leaves a processor idle most of the time.
 * @param bundleBuilt resolves when the bundle of the page is there
 */
export async function startPages(
  storage: Storage,
  sandbox: Promise<SandboxReady>,
  bundleBuilt: Promise<unknown>,
  options: LeadPageOptions,
  log: (line: string) => void,
): Promise<Pages> {
  const { folder, apiPort } = options;
  const [api, page] = await Promise.allSettled([
    startScoringApi({ folder, port: apiPort, host: '127.0.0.1' }),
    Promise.all([sandbox, bundleBuilt]).then(([ready]) =>
      startLeadPage(storage, ready, `http://127.0.0.1:${apiPort}`, options, log),
    ),
  ]);
  if (api.status === 'fulfilled' && page.status === 'fulfilled') return { api: api.value, page: page.value };
  for (const started of [api, page]) if (started.status === 'fulfilled') await started.value.stop();
  throw [api, page].find((result) => result.status === 'rejected')!.reason;
}

/** Prints where the pages are. */
export function announcePages({ api, page }: Pages, bestLeadId: string | undefined, log: (line: string) => void): void {
  log('');
  log(`Leads by score:    ${page.ready.listening}`);
  if (bestLeadId) log(`The best lead:     ${page.ready.listening}/leads/${bestLeadId}`);
  log(`API documentation: ${api.ready.listening}/docs`);
}

/** Follows the org like `leadlight serve`, until Ctrl+C. */
export async function serveLeadPage(
  storage: Storage,
  orgId: string,
  { api, page }: Pages,
  folder: string,
  log: (line: string) => void,
): Promise<void> {
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
  const [scoring, administration] = [
    await leadPageKey(storage, orgId, folder, 'lead page', 'Scoring'),
    await leadPageKey(storage, orgId, folder, 'lead page admin', 'Administration'),
  ];
  const org = await connectSalesforce({ loginUrl: orgUrl, clientId, clientSecret });
  await enterPrincipalKey(org, 'Scoring', scoring);
  await enterPrincipalKey(org, 'Administration', administration);
  const env: Partial<Record<EnvironmentVariableName, string>> = {
    LEADLIGHT_SF_CLIENT_ID: clientId,
    LEADLIGHT_SF_CLIENT_SECRET: clientSecret,
    LEADLIGHT_API_KEY: scoring.key,
    LEADLIGHT_ADMIN_API_KEY: administration.key,
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
 * An API key of the lead page: created once, stored in the folder, readable by its owner only. A key that was revoked, that
 * another has replaced, or that belongs to another storage is replaced.
 */
async function leadPageKey(
  storage: Storage,
  orgId: string,
  folder: string,
  name: 'lead page' | 'lead page admin',
  principal: PrincipalName,
): Promise<{ readonly key: string; readonly keyId: string }> {
  const file = join(folder, `${name.replaceAll(' ', '-')}.key`);
  if (existsSync(file)) {
    const stored = readFileSync(file, 'utf8');
    const entry = await storage.apiKeys.findByHash(hashApiKey(stored));
    const isValid = entry?.orgId === orgId && !hasEnded(entry, systemClock.now());
    if (isValid && !isReplaced(await storage.apiKeys.list(orgId), entry.id)) return { key: stored, keyId: entry.id };
  }
  const { key, entry } = await createApiKey({ ...storage, clock: systemClock }, orgId, name, {
    scopes: PRINCIPAL_SCOPES[principal],
    // The page has one org of its own; elsewhere an administrator allows it with "leadlight keys allow".
    objects: subjectObjects,
  });
  writeFileAtomically(file, key, 0o600);
  return { key, keyId: entry.id };
}
