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
  /** The key of reps, with the scopes for scoring and reading. */
  readonly apiKey: string;
  /** The key of administrators. In Salesforce, each key is a principal. */
  readonly adminApiKey: string;
}

const SECRETS = {
  clientId: 'LEADLIGHT_SF_CLIENT_ID',
  clientSecret: 'LEADLIGHT_SF_CLIENT_SECRET',
  apiKey: 'LEADLIGHT_API_KEY',
  adminApiKey: 'LEADLIGHT_ADMIN_API_KEY',
} as const;

/** @throws LeadPageError `lead_page_usage` */
export function parseOptions(args: readonly string[], env: NodeJS.ProcessEnv): LeadPageOptions {
  const { port = '0', 'org-url': orgUrl, 'api-url': apiUrl, secrets } = parseArguments(args);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw usageError(`"${port}" is not a port.`);
  if (!orgUrl || !apiUrl) throw usageError('--org-url and --api-url are required.');
  const source = secrets === undefined ? env : readSecrets(secrets);
  const [clientId, clientSecret, apiKey, adminApiKey] = Object.values(SECRETS).map((name) => {
    const value = source[name];
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
  const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? 0;
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw usageError(`Others can read ${file}: run "chmod 600 ${file}".`);
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  } catch (error) {
    throw usageError(`${file} cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const usageError = (problem: string) => new LeadPageError('lead_page_usage', { problem });
