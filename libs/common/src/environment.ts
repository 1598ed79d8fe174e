import { defineErrors, LeadlightError, type ErrorFacts } from './errors.ts';

/** Who reads a variable; the sections of `docs/reference/environment.md`. */
export type EnvironmentReader = 'commands' | 'scoring API' | 'lead page' | 'reverse proxy' | 'tests and benchmarks';

export interface EnvironmentVariable {
  /** A `flag` is set by the value 1. A `secret` is text that is never shown. */
  readonly type: 'text' | 'secret' | 'path' | 'url' | 'number' | 'flag';
  readonly meaning: string;
  readonly readBy: EnvironmentReader;
  /** Used while the variable is unset or empty. */
  readonly default?: string | number;
  /** Allowed values of a number, both ends included. */
  readonly range?: readonly [min: number, max: number];
  /** The value may also be in a file that the variable with the suffix `_FILE` names. */
  readonly orFile?: true;
}

/** Every environment variable that Leadlight reads. A test finds those that are read without being declared here. */
export const environmentVariables = {
  LEADLIGHT_FOLDER: {
    type: 'path',
    meaning: 'Folder of the embedded storage, the logs and the sandbox org, as --folder.',
    readBy: 'commands',
    default: '.leadlight',
  },
  DATABASE_URL: {
    type: 'url',
    meaning: 'PostgreSQL server that stores everything instead of the embedded storage.',
    readBy: 'commands',
  },
  LEADLIGHT_ORG: {
    type: 'text',
    meaning: 'Id of the org that a command is about, as --org. Needed only where several orgs are connected.',
    readBy: 'commands',
  },
  LEADLIGHT_SF_LOGIN_URL: {
    type: 'url',
    meaning: 'My Domain address of the Salesforce org, where Leadlight signs in.',
    readBy: 'commands',
    orFile: true,
  },
  LEADLIGHT_SF_CLIENT_ID: {
    type: 'text',
    meaning: 'Consumer key of the External Client App.',
    readBy: 'commands',
    orFile: true,
  },
  LEADLIGHT_SF_CLIENT_SECRET: {
    type: 'secret',
    meaning: 'Consumer secret of the External Client App, for the client credentials flow.',
    readBy: 'commands',
    orFile: true,
  },
  LEADLIGHT_SF_USERNAME: {
    type: 'text',
    meaning: 'User to sign in as, for the JWT bearer flow.',
    readBy: 'commands',
    orFile: true,
  },
  LEADLIGHT_SF_PRIVATE_KEY: {
    type: 'secret',
    meaning: 'Private key (PEM) that signs the JWT, for the JWT bearer flow.',
    readBy: 'commands',
    orFile: true,
  },
  LEADLIGHT_SF_AUDIENCE: {
    type: 'url',
    meaning: 'Audience of the JWT where it is not the login URL, for the JWT bearer flow.',
    readBy: 'commands',
  },
  LEADLIGHT_SF_PUBSUB_URL: {
    type: 'url',
    meaning: 'Address of the Pub/Sub API where it is not that of Salesforce.',
    readBy: 'commands',
  },
  LEADLIGHT_SECRET_KEYS: {
    type: 'secret',
    meaning:
      'Keys that seal secrets in the database, each 32 bytes in base64, separated by commas or white space: the current key, then earlier ones.',
    readBy: 'commands',
    orFile: true,
  },
  LEADLIGHT_SMTP_URL: {
    type: 'secret',
    meaning:
      'Mail server for notifications, with user and password: smtps://user:password@host or smtp://user:password@host:587. Read by "leadlight notifications set", which saves it sealed.',
    readBy: 'commands',
    orFile: true,
  },
  LEADLIGHT_WEBHOOK_URL: {
    type: 'secret',
    meaning:
      'Address of a webhook, or of Slack’s incoming webhook, for notifications. Saved sealed, as the mail server is.',
    readBy: 'commands',
    orFile: true,
  },
  LEADLIGHT_WEBHOOK_SECRET: {
    type: 'secret',
    meaning:
      'Secret that signs the requests to a webhook, at least 32 characters. Saved sealed, as the mail server is.',
    readBy: 'commands',
    orFile: true,
  },
  LEADLIGHT_API_SHARE: {
    type: 'number',
    meaning: "Share of the org's daily API calls that following may use, as --api-share.",
    readBy: 'commands',
    default: 0.25,
    range: [0, 1],
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    type: 'url',
    meaning: 'Collector that receives traces (OTLP over HTTP). Traces are off while it is unset.',
    readBy: 'scoring API',
  },
  OTEL_TRACES_SAMPLER_ARG: {
    type: 'number',
    meaning: 'Share of the traces that is kept where the caller has not chosen.',
    readBy: 'scoring API',
    default: 0.1,
    range: [0, 1],
  },
  OTEL_SERVICE_NAME: {
    type: 'text',
    meaning: 'Name of the service in traces.',
    readBy: 'scoring API',
    default: 'leadlight-scoring-api',
  },
  LEADLIGHT_API_KEY: {
    type: 'secret',
    meaning:
      'Key of the scoring API, for what a sales rep does on the lead page (`leadlight start` sets it) and for `leadlight mcp` on standard input.',
    readBy: 'lead page',
  },
  LEADLIGHT_ADMIN_API_KEY: {
    type: 'secret',
    meaning: 'Key of the scoring API for what an administrator does on the lead page. `leadlight start` sets it.',
    readBy: 'lead page',
  },
  LEADLIGHT_DOMAIN: {
    type: 'text',
    meaning: 'Public name of the scoring API, for which Caddy gets a certificate.',
    readBy: 'reverse proxy',
  },
  LEADLIGHT_UPSTREAMS: {
    type: 'text',
    meaning: 'Addresses of the scoring API processes, separated by spaces.',
    readBy: 'reverse proxy',
  },
  LEADLIGHT_TLS: {
    type: 'text',
    meaning: "Caddy's `tls` directive for a trial on this machine (`tls internal`). Leave it unset in production.",
    readBy: 'reverse proxy',
  },
  LEADLIGHT_CADDY_OPTIONS: {
    type: 'text',
    meaning: 'Further global options of Caddy, for a trial on this machine.',
    readBy: 'reverse proxy',
  },
  LEADLIGHT_REQUIRE_ALL: {
    type: 'flag',
    meaning:
      'Tests fail instead of being skipped where Java, PostgreSQL, Chromium or Caddy is missing. Set in continuous integration.',
    readBy: 'tests and benchmarks',
  },
  LEADLIGHT_TEST_DATE: {
    type: 'text',
    meaning: 'Date on which tests run, such as 2027-02-28T23:30:00Z; see tools/shift-date.mjs.',
    readBy: 'tests and benchmarks',
  },
  LEADLIGHT_REAL_DATA: {
    type: 'path',
    meaning: 'Folder with leads of real companies. Tests and benchmarks on them are skipped while it is unset.',
    readBy: 'tests and benchmarks',
  },
  LEADLIGHT_PYTHON: {
    type: 'path',
    meaning: 'Python with scikit-learn and xgboost, which the benchmarks compare with.',
    readBy: 'tests and benchmarks',
    default: '/usr/bin/python3',
  },
  LEADLIGHT_SOAK_SECONDS: {
    type: 'number',
    meaning:
      'Duration of the reliability test of the scoring API; from 60 on, other tests run in their long form, too.',
    readBy: 'tests and benchmarks',
    default: 15,
    range: [1, 86_400],
  },
  LEADLIGHT_FUZZ: {
    type: 'number',
    meaning: 'Number of requests that the fuzz test of the scoring API sends.',
    readBy: 'tests and benchmarks',
    default: 1_500,
    range: [1, 100_000_000],
  },
  LEADLIGHT_FAULT_ROUNDS: {
    type: 'number',
    meaning: 'How often tests repeat rare faults: a full disk, damaged model files.',
    readBy: 'tests and benchmarks',
    default: 3,
    range: [1, 1_000_000],
  },
} as const satisfies Readonly<Record<string, EnvironmentVariable>>;

export type EnvironmentVariableName = keyof typeof environmentVariables;

/** As `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

type Declared<Name extends EnvironmentVariableName> = (typeof environmentVariables)[Name];
type Parsed<Variable extends EnvironmentVariable> = Variable['type'] extends 'number'
  ? number
  : Variable['type'] extends 'flag'
    ? boolean
    : string;
type WithoutDefault<Variable> = Variable extends { readonly default: unknown } | { readonly type: 'flag' }
  ? never
  : undefined;

export type EnvironmentValue<Name extends EnvironmentVariableName> =
  Parsed<Declared<Name>> | WithoutDefault<Declared<Name>>;

export const environmentErrors = defineErrors({
  environment_variable_invalid: {
    reason: ({ name, value, range: [min, max] }: { name: string; value: string; range: readonly [number, number] }) =>
      `The environment variable ${name} is "${value}", which is not a number from ${min} to ${max}.`,
    remedy: 'Correct it, or leave it unset; docs/reference/environment.md lists every variable.',
    example: { name: 'LEADLIGHT_API_SHARE', value: '25 %', range: [0, 1] },
  },
});

export class EnvironmentError<Code extends keyof typeof environmentErrors> extends LeadlightError<
  Code,
  ErrorFacts<typeof environmentErrors, Code>
> {
  override readonly name = 'EnvironmentError';

  constructor(code: Code, facts: ErrorFacts<typeof environmentErrors, Code>) {
    super(environmentErrors, code, facts);
  }
}

/**
 * The value of an environment variable in its type. An empty variable counts as unset.
 *
 * ```ts
 * environmentValue({ LEADLIGHT_API_SHARE: '0.5' }, 'LEADLIGHT_API_SHARE'); // 0.5
 * environmentValue({}, 'LEADLIGHT_API_SHARE'); // 0.25, its default
 * environmentValue({}, 'DATABASE_URL'); // undefined
 * ```
 *
 * @throws EnvironmentError `environment_variable_invalid`
 */
export function environmentValue<Name extends EnvironmentVariableName>(
  env: Environment,
  name: Name,
): EnvironmentValue<Name> {
  const variable: EnvironmentVariable = environmentVariables[name];
  return parse(name, variable, env[name]) as EnvironmentValue<Name>;
}

function parse(name: string, variable: EnvironmentVariable, value: string | undefined) {
  if (variable.type === 'flag') return value === '1';
  if (!value) return variable.default;
  if (variable.type !== 'number') return value;
  const number = Number(value);
  const { range = [-Infinity, Infinity] } = variable;
  if (value.trim() !== '' && number >= range[0] && number <= range[1]) return number;
  throw new EnvironmentError('environment_variable_invalid', { name, value, range });
}
