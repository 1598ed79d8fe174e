import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Connection } from 'jsforce';
import { type RunningServer, type ServerOptions, startServer } from '../server.ts';

export const packageFolder = fileURLToPath(new URL('../../../../force-app', import.meta.url));
export const TEST_NOW = Date.parse('2026-11-20T09:00:00Z');

/** A new folder, deleted by `remove`. */
export function temporaryFolder(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-org-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export interface TestOrg {
  readonly server: RunningServer;
  readonly connection: Connection;
  readonly accessToken: string;
  /** Calls the org with the access token. */
  call(path: string, init?: RequestInit): Promise<Response>;
  stop(): Promise<void>;
}

export async function accessTokenOf({ listening, clientId, clientSecret }: RunningServer): Promise<string> {
  const response = await fetch(`${listening}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }),
  });
  const { access_token: token } = (await response.json()) as { access_token: string };
  return token;
}

/** Starts a small org on a free port, with a jsforce connection. */
export async function startTestOrg(
  options: Partial<ServerOptions> & { readonly leads?: number } = {},
): Promise<TestOrg> {
  const { folder, remove } = temporaryFolder();
  const { leads = 300, ...rest } = options;
  const company = { leads, months: 12, seed: 7, now: TEST_NOW };
  const server = await startServer({ port: 0, folder, company, packageFolder, ...rest });
  const accessToken = await accessTokenOf(server);
  return {
    server,
    accessToken,
    connection: new Connection({ instanceUrl: server.listening, accessToken, version: '62.0' }),
    call: (path, init = {}) =>
      fetch(`${server.listening}${path}`, {
        ...init,
        headers: { 'content-type': 'application/json', ...init.headers, authorization: `Bearer ${accessToken}` },
      }),
    async stop() {
      await server.close();
      remove();
    },
  };
}
