import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Credentials } from '@leadlight/salesforce';
import { CliError } from '../errors.ts';
import { writeFileAtomically } from '../files/write-file-atomically.ts';

/** How to reach an org: with OAuth 2.0 client credentials, or with a JWT that a private key signs. */
export type OrgConnection = Credentials & {
  readonly loginUrl: string;
  /** Where change events are served; Salesforce's own address unless set. */
  readonly pubSubUrl?: string;
};

const connectionFilePath = (folder: string) => join(folder, 'connection.json');

const PREFIX = 'LEADLIGHT_SF_';
const COMMON_VARIABLES = ['LOGIN_URL', 'CLIENT_ID'] as const;
const CLIENT_SECRET_VARIABLES = ['CLIENT_SECRET'] as const;
const JWT_VARIABLES = ['USERNAME', 'PRIVATE_KEY'] as const;

/**
 * The connection that the environment names. A secret may stand in a file that `…_FILE` names.
 * @returns undefined where it names none
 * @throws CliError `not_connected` where it is half given
 */
export function connectionFromEnvironment(env: NodeJS.ProcessEnv = process.env): OrgConnection | undefined {
  const given = (name: string) => env[PREFIX + name] || undefined;
  const isGiven = (name: string) => given(name) !== undefined || given(`${name}_FILE`) !== undefined;
  const method = JWT_VARIABLES.some(isGiven) ? JWT_VARIABLES : CLIENT_SECRET_VARIABLES;
  const needed = [...COMMON_VARIABLES, ...method];
  const absent = needed.filter((name) => !isGiven(name));
  if (absent.length === 0) {
    const value = (name: string) => given(name) ?? readSecretFile(PREFIX + name, given(`${name}_FILE`) ?? '');
    const where = { loginUrl: value('LOGIN_URL'), clientId: value('CLIENT_ID'), pubSubUrl: given('PUBSUB_URL') };
    return method === JWT_VARIABLES
      ? { ...where, username: value('USERNAME'), privateKey: value('PRIVATE_KEY'), audience: given('AUDIENCE') }
      : { ...where, clientSecret: value('CLIENT_SECRET') };
  }
  if (absent.length === needed.length) return undefined;
  throw new CliError(
    'not_connected',
    `The connection is half given: set ${absent.map((name) => PREFIX + name).join(' and ')} too, or none of ${needed.map((name) => PREFIX + name).join(', ')}.`,
  );
}

/** The one in `connection.json`, which `leadlight start` writes for the sandbox org, readable by its owner alone. */
export const readConnectionFile = (folder: string): OrgConnection | undefined =>
  existsSync(connectionFilePath(folder))
    ? (JSON.parse(readFileSync(connectionFilePath(folder), 'utf8')) as OrgConnection)
    : undefined;

/** @param kept orgs of which a connection is kept */
export function notConnectedError(named: string | undefined, kept: readonly string[]): CliError {
  const which = named === undefined ? 'No org is connected.' : `No connection to org ${named} is kept.`;
  const others = kept.length > 0 ? ` Kept are those to ${kept.join(', ')}.` : '';
  return new CliError(
    'not_connected',
    `${which}${others} Set LEADLIGHT_SF_LOGIN_URL, LEADLIGHT_SF_CLIENT_ID and LEADLIGHT_SF_CLIENT_SECRET ` +
      '(an External Client App with the client credentials flow; for its JWT bearer flow LEADLIGHT_SF_USERNAME and ' +
      'LEADLIGHT_SF_PRIVATE_KEY_FILE in place of the secret), or run "leadlight start" for the sandbox org.',
  );
}

function readSecretFile(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new CliError(
      'not_connected',
      `${name}_FILE names ${file}, which cannot be read: ${(error as Error).message}.`,
    );
  }
}

export function writeConnectionFile(folder: string, connection: OrgConnection): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileAtomically(connectionFilePath(folder), JSON.stringify(connection, undefined, 2), 0o600);
}
