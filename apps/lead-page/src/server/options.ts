import { readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { LeadPageError } from './errors.ts';

export interface LeadPageOptions {
  /** 0 = any free port. */
  readonly port: number;
  readonly orgUrl: string;
  readonly apiUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** A rep's: scores and reads. */
  readonly apiKey: string;
  /** An administrator's. In Salesforce each is a principal of its own. */
  readonly adminApiKey: string;
}

const USAGE =
  'Usage: node apps/lead-page/src/server/main.ts --port 8080 --org-url https://… --api-url http://127.0.0.1:…\n' +
  'Secrets come from the environment (LEADLIGHT_SF_CLIENT_ID, LEADLIGHT_SF_CLIENT_SECRET, LEADLIGHT_API_KEY, ' +
  'LEADLIGHT_ADMIN_API_KEY) or from a JSON file that only its owner can read (--secrets FILE), never from arguments, which every user of the machine can see.';

const SECRETS = {
  clientId: 'LEADLIGHT_SF_CLIENT_ID',
  clientSecret: 'LEADLIGHT_SF_CLIENT_SECRET',
  apiKey: 'LEADLIGHT_API_KEY',
  adminApiKey: 'LEADLIGHT_ADMIN_API_KEY',
} as const;

/** @throws LeadPageError `usage` */
export function parseOptions(args: readonly string[], env: NodeJS.ProcessEnv): LeadPageOptions {
  const { port = '0', 'org-url': orgUrl, 'api-url': apiUrl, secrets } = parseArguments(args);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw usageError(`"${port}" is no port.`);
  if (!orgUrl || !apiUrl) throw usageError('--org-url and --api-url are required.');
  const kept = secrets === undefined ? env : readSecrets(secrets);
  const [clientId, clientSecret, apiKey, adminApiKey] = Object.values(SECRETS).map((name) => {
    const value = kept[name];
    if (!value) throw usageError(`${name} is not set${secrets === undefined ? '' : ` in ${secrets}`}.`);
    return value;
  }) as [string, string, string, string];
  return { port: Number(port), orgUrl, apiUrl, clientId, clientSecret, apiKey, adminApiKey };
}

function parseArguments(args: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    return parseArgs({ args: [...args], options: { port: text, 'org-url': text, 'api-url': text, secrets: text } })
      .values;
  } catch (error) {
    throw usageError(error instanceof Error ? error.message : String(error));
  }
}

function readSecrets(file: string): Readonly<Record<string, string | undefined>> {
  const others = statSync(file, { throwIfNoEntry: false })?.mode ?? 0;
  if (process.platform !== 'win32' && (others & 0o077) !== 0)
    throw usageError(`Others can read ${file}: run "chmod 600 ${file}".`);
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  } catch (error) {
    throw usageError(`${file} cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const usageError = (message: string): LeadPageError => new LeadPageError('usage', `${message}\n${USAGE}`);
