import { spawn } from 'node:child_process';
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { environmentValue } from '@leadlight/common';
import type { SandboxReady } from '../start/sandbox-org.ts';

/** Set in an environment where every program that a test needs must be there. */
const isRequired = environmentValue(process.env, 'LEADLIGHT_REQUIRE_ALL');

/**
 * The path of the pinned `sf`, which `node tools/salesforce-cli.mjs` installs; undefined without it.
 * @throws Error where it is required
 */
export async function findSf(): Promise<string | undefined> {
  const { findSalesforceCli } = (await import(
    new URL('../../../../tools/salesforce-cli.mjs', import.meta.url).href
  )) as {
    findSalesforceCli(): string | undefined;
  };
  const folder = findSalesforceCli();
  if (folder === undefined && isRequired)
    throw new Error('LEADLIGHT_REQUIRE_ALL is 1, and no Salesforce CLI was found.');
  return folder && join(folder, 'sf');
}

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const USERNAME = 'integration.user@sandbox.example';

/** A sandbox org, which the real `sf` is signed in to. */
export interface SfOrg {
  readonly ready: SandboxReady;
  /** As `sf` knows the org. */
  readonly alias: string;
  readonly administrator: string;
  /** For processes that call `sf`. */
  readonly env: NodeJS.ProcessEnv;
  readonly folder: string;
  /** Calls the org's control API below `/sandbox`. */
  control(method: 'POST' | 'DELETE', path: string, body?: object): Promise<void>;
  stop(): Promise<void>;
}

/** The consumer secret of an External Client App that was deployed to the sandbox org, which Setup would show to a person. */
export const consumerSecretOf = ({ ready }: SfOrg, consumerKey: string): string =>
  createHmac('sha256', ready.clientSecret).update(consumerKey).digest('hex').toUpperCase();

/**
 * @param sf path of the command
 * @param hasPackage whether the package is deployed already
 */
export async function startSfOrg(sf: string, leads: number, hasPackage = false): Promise<SfOrg> {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-sf-org-'));
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keyFile = join(folder, 'sf.key');
  writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  writeFileSync(join(folder, 'sf.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
  const org = ['--port', '0', '--folder', join(folder, 'org'), '--leads', String(leads), '--seed', '7', '--faults'];
  const args = [...org, '--jwt-certificate', join(folder, 'sf.pub'), ...(hasPackage ? [] : ['--without-package'])];
  const child = spawn(process.execPath, [join(ROOT, 'apps/sandbox-org/src/main.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const ready = JSON.parse(line) as SandboxReady;
  const env = sfEnvironment(sf, folder);
  const signIn = ['--client-id', ready.clientId, '--jwt-key-file', keyFile, '--username', USERNAME];
  await run(sf, ['org', 'login', 'jwt', ...signIn, '--instance-url', ready.listening, '--alias', 'box'], env);
  return {
    ready,
    alias: 'box',
    administrator: USERNAME,
    env,
    folder,
    async control(method, path, body) {
      const headers = { 'content-type': 'application/json' };
      const init = { method, headers, body: body && JSON.stringify(body) };
      const response = await fetch(`${ready.listening}/sandbox${path}`, init);
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    },
    async stop() {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A home of its own, so that no org of the developer is touched. */
function sfEnvironment(sf: string, folder: string): NodeJS.ProcessEnv {
  const home = join(folder, 'home');
  mkdirSync(home);
  return {
    ...process.env,
    HOME: home,
    // Else `sf` looks for its own development.
    NODE_ENV: 'production',
    PATH: `${dirname(sf)}${delimiter}${process.env.PATH ?? ''}`,
    SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
    SF_DISABLE_TELEMETRY: 'true',
    SF_DISABLE_AUTOUPDATE: 'true',
    SF_SKIP_NEW_VERSION_CHECK: 'true',
  };
}

async function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let errorOutput = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errorOutput += text));
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`${command} ${args.slice(0, 3).join(' ')}: ${errorOutput}`);
}
