import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Connection } from 'jsforce';
import { afterAll, beforeAll } from 'vitest';
import { type RunningServer, type ServerOptions, startServer } from '../server.ts';

export const packageFolder = fileURLToPath(new URL('../../../../force-app', import.meta.url));
export const TEST_NOW = Date.parse('2026-11-20T09:00:00Z');

export function temporaryFolder(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-org-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

const postToken = (url: string, form: Readonly<Record<string, string>>): Promise<Response> =>
  fetch(`${url}/services/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) });

export async function accessTokenOf({ listening, clientId, clientSecret }: RunningServer): Promise<string> {
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  return ((await (await postToken(listening, form)).json()) as { access_token: string }).access_token;
}

interface JsonResponse<Body> {
  readonly status: number;
  readonly headers: Headers;
  /** Undefined for a response without a body. */
  readonly body: Body;
}

async function readJson<Body>(response: Response): Promise<JsonResponse<Body>> {
  const text = await response.text();
  const { status, headers } = response;
  return { status, headers, body: (text === '' ? undefined : JSON.parse(text)) as Body };
}

/** A small org on a free port, with a jsforce connection. */
export class TestOrg {
  server!: RunningServer;
  connection!: Connection;
  accessToken!: string;
  readonly #options: Partial<ServerOptions> & { readonly leads?: number };
  readonly #temporary = temporaryFolder();
  readonly folder = this.#temporary.folder;

  constructor(options: Partial<ServerOptions> & { readonly leads?: number } = {}) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { leads = 300, ...options } = this.#options;
    const company = { leads, months: 12, seed: 7, now: TEST_NOW };
    this.server = await startServer({ port: 0, folder: this.folder, company, packageFolder, ...options });
    this.accessToken = await accessTokenOf(this.server);
    const { accessToken, server } = this;
    this.connection = new Connection({ instanceUrl: server.listening, accessToken, version: '62.0' });
  }

  /** Calls the org with the access token. @param path below version 62.0, or from `/services` */
  call(path: string, init: RequestInit = {}): Promise<Response> {
    const url = `${this.server.listening}${path.startsWith('/services') ? '' : '/services/data/v62.0'}${path}`;
    const headers = {
      'content-type': 'application/json',
      ...init.headers,
      authorization: `Bearer ${this.accessToken}`,
    };
    return fetch(url, { ...init, headers });
  }

  /** Like `call`, with bodies in JSON. */
  async request<Body = unknown>(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<JsonResponse<Body>> {
    return readJson(
      await this.call(path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }),
    );
  }

  /** Calls `/sandbox/…`. */
  async sandbox(method: string, path: string, body?: object): Promise<JsonResponse<unknown>> {
    const headers = { 'content-type': 'application/json' };
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    return readJson(await fetch(`${this.server.listening}/sandbox${path}`, init));
  }

  postToken(form: Readonly<Record<string, string>>): Promise<Response> {
    return postToken(this.server.listening, form);
  }

  async stop(): Promise<void> {
    await this.server.close();
    this.#temporary.remove();
  }
}

/** A test org that starts before the tests of the file and stops after them. */
export function useTestOrg(options?: ConstructorParameters<typeof TestOrg>[0]): TestOrg {
  const org = new TestOrg(options);
  beforeAll(() => org.start());
  afterAll(() => org.stop());
  return org;
}
