import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { defaultCompany, driftKinds, type CompanyDrift } from './company/index.ts';
import { startManyOrgs } from './many-orgs/many-orgs.ts';
import { OPTIONAL_PARTS } from './org/schema/package-metadata.ts';
import { type ServerOptions, startServer } from './server.ts';

const usage = `Serves a stand-in for Salesforce's public APIs, with a simulated company behind it.

node apps/sandbox-org/src/main.ts --port 4010 --folder .leadlight/sandbox-org

  --port N       port on loopback (0 = any free one)
  --folder DIR   folder of the org; created and filled if absent
  --leads N      leads of a new company (${defaultCompany.leads})
  --customers N  accounts that buy, complain and leave (0)
  --deals N      opportunities that are worked in stages (0)
  --cases N      cases of which some escalate (0)
  --months N     months of history of a new company (${defaultCompany.months})
  --seed N       the same seed gives the same company (${defaultCompany.seed})
  --now ISO      current time of a new company (the real time)
  --drift KIND@ISO  how a new company changes, for leads created from then on: ${driftKinds.join(', ')}
  --package DIR  package deployed in the org (the repository's force-app)
  --with PARTS   optional parts of the package that are deployed too: ${OPTIONAL_PARTS.join(', ')}
  --without-package  starts with nothing deployed
  --session-seconds N  lifetime of an access token (7200)
  --pubsub-port N      port of the Pub/Sub API (0 = any free one)
  --jwt-certificate FILE  certificate or public key for the JWT bearer flow
  --tls-certificate FILE, --tls-key FILE  serves https, and the Pub/Sub API over TLS
  --live N       random events in the company per minute (0)
  --faults       lets tests inject faults through /sandbox/…
  --fixtures     adds the objects that jsforce's tests need
  --daily-limit N      API calls per day (100000)
  --orgs N       serves N small orgs instead of one, under /orgs/0, /orgs/1 …, without the Pub/Sub API. Each has the
                 given number of leads and a seed of its own, is simulated at its first request, and has a line with its
                 address and client in FOLDER/orgs.jsonl
`;

const repositoryPackage = fileURLToPath(new URL('../../../force-app', import.meta.url));

class UsageError extends Error {}

function parseWholeNumber(name: string, text: string | undefined, fallback: number, min: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < min) {
    throw new UsageError(`--${name} takes a whole number from ${min}, not "${text}".`);
  }
  return value;
}

function readArguments() {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      port: text,
      folder: text,
      leads: text,
      customers: text,
      deals: text,
      cases: text,
      months: text,
      seed: text,
      now: text,
      drift: text,
      package: text,
      with: text,
      'without-package': { type: 'boolean' },
      'session-seconds': text,
      'daily-limit': text,
      fixtures: { type: 'boolean' },
      faults: { type: 'boolean' },
      'pubsub-port': text,
      'jwt-certificate': text,
      'tls-certificate': text,
      'tls-key': text,
      live: text,
      orgs: text,
      help: { type: 'boolean' },
    },
  });
  return values;
}

function parseDrift(text: string | undefined): CompanyDrift | undefined {
  if (text === undefined) return undefined;
  const [name, time = ''] = text.split('@');
  const kind = driftKinds.find((known) => known === name);
  const at = Date.parse(time);
  if (kind === undefined || Number.isNaN(at)) {
    throw new UsageError(
      `--drift takes one of ${driftKinds.join(', ')} and a time, such as rate@2026-10-01, not "${text}".`,
    );
  }
  return { kind, at };
}

function readTlsFiles(certificate: string | undefined, key: string | undefined): Pick<ServerOptions, 'tls'> {
  if (certificate === undefined && key === undefined) return {};
  if (certificate === undefined || key === undefined) {
    throw new UsageError('--tls-certificate and --tls-key belong together.');
  }
  return { tls: { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') } };
}

function parseParts(text: string | undefined): readonly string[] {
  const parts = text?.split(',') ?? [];
  const unknown = parts.find((part) => !OPTIONAL_PARTS.includes(part));
  if (unknown !== undefined) throw new UsageError(`--with takes ${OPTIONAL_PARTS.join(', ')}, not "${unknown}".`);
  return parts;
}

/** Options that go with one org only. */
const ONE_ORG_OPTIONS = [
  ...['customers', 'deals', 'cases', 'faults', 'fixtures', 'jwt-certificate', 'live', 'pubsub-port'],
  ...['tls-certificate', 'tls-key'],
] as const;

type Values = ReturnType<typeof readArguments>;

async function main(): Promise<void> {
  const values = readArguments();
  if (values.help === true) {
    process.stderr.write(usage);
    return;
  }
  if (values.folder === undefined) throw new UsageError('--folder is missing.');
  const server = await (values.orgs === undefined
    ? startOne(values, values.folder)
    : startMany(values, values.folder, parseWholeNumber('orgs', values.orgs, 1, 1)));
  const { close, ...listening } = server;
  process.stdout.write(`${JSON.stringify(listening)}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void close().then(() => process.exit(0)));
}

function sharedOptions(values: Values, folder: string) {
  const now = values.now === undefined ? undefined : Date.parse(values.now);
  if (Number.isNaN(now)) throw new UsageError(`--now takes a time such as 2026-11-23T06:00:00Z, not "${values.now}".`);
  return {
    port: parseWholeNumber('port', values.port, 0, 0),
    folder,
    company: {
      leads: parseWholeNumber('leads', values.leads, defaultCompany.leads, 1),
      months: parseWholeNumber('months', values.months, defaultCompany.months, 1),
      seed: parseWholeNumber('seed', values.seed, defaultCompany.seed, 0),
      now,
      drift: parseDrift(values.drift),
    },
    packageFolder: values['without-package'] === true ? undefined : (values.package ?? repositoryPackage),
    packageParts: parseParts(values.with),
    sessionMs: 1000 * parseWholeNumber('session-seconds', values['session-seconds'], 7_200, 1),
    dailyLimit: parseWholeNumber('daily-limit', values['daily-limit'], 100_000, 1),
  };
}

/** The orgs' credentials are in a file that only its owner can read: nobody could use a line of a thousand of them. */
async function startMany(values: Values, folder: string, orgs: number) {
  const extra = Object.keys(values).find((name) => (ONE_ORG_OPTIONS as readonly string[]).includes(name));
  if (extra !== undefined) throw new UsageError(`--${extra} does not go with --orgs.`);
  const many = await startManyOrgs({ ...sharedOptions(values, folder), orgs });
  const file = join(folder, 'orgs.jsonl');
  writeFileSync(file, many.orgs.map((org) => `${JSON.stringify(org)}\n`).join(''), { mode: 0o600 });
  return { listening: many.listening, orgs, file, close: many.close };
}

function startOne(values: Values, folder: string) {
  const shared = sharedOptions(values, folder);
  const count = (name: 'customers' | 'deals' | 'cases') => parseWholeNumber(name, values[name], 0, 0);
  return startServer({
    ...shared,
    company: { ...shared.company, customers: count('customers'), deals: count('deals'), cases: count('cases') },
    pubSubPort: parseWholeNumber('pubsub-port', values['pubsub-port'], 0, 0),
    jwtCertificate:
      values['jwt-certificate'] === undefined ? undefined : readFileSync(values['jwt-certificate'], 'utf8'),
    ...readTlsFiles(values['tls-certificate'], values['tls-key']),
    live: parseWholeNumber('live', values.live, 0, 0),
    faults: values.faults === true,
    fixtures: values.fixtures === true,
    onProgress: (message) => process.stderr.write(`${message}\n`),
  });
}

try {
  await main();
} catch (error) {
  const isUsageError = error instanceof UsageError || (error instanceof TypeError && 'code' in error);
  process.stderr.write(
    `${error instanceof Error ? error.message : String(error)}\n${isUsageError ? `\n${usage}` : ''}`,
  );
  process.exitCode = 1;
}
