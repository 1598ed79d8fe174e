import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { environmentValue, type Environment } from '@leadlight/common';
import type { Credentials } from '@leadlight/salesforce';
import { variableOrFile } from '../environment.ts';
import { CliError } from '../errors.ts';
import { writeFileAtomically } from '../output/output-file.ts';

/** How to reach an org: with OAuth 2.0 client credentials, or with a JWT that a private key signs. */
export type OrgConnection = Credentials & {
  readonly loginUrl: string;
  /** Address of the Pub/Sub API; Salesforce's own by default. */
  readonly pubSubUrl?: string;
};

const COMMON_VARIABLES = ['LEADLIGHT_SF_LOGIN_URL', 'LEADLIGHT_SF_CLIENT_ID'] as const;
const CLIENT_SECRET_VARIABLES = [...COMMON_VARIABLES, 'LEADLIGHT_SF_CLIENT_SECRET'] as const;
const JWT_VARIABLES = [...COMMON_VARIABLES, 'LEADLIGHT_SF_USERNAME', 'LEADLIGHT_SF_PRIVATE_KEY'] as const;

/**
 * The connection that the environment describes.
 * @returns undefined where it describes none
 * @throws CliError `connection_incomplete`, `file_unreadable`
 */
export function connectionFromEnvironment(env: Environment = process.env): OrgConnection | undefined {
  const isSet = (name: string) => Boolean(env[name] || env[`${name}_FILE`]);
  const usesJwt = JWT_VARIABLES.slice(COMMON_VARIABLES.length).some(isSet);
  const needed = usesJwt ? JWT_VARIABLES : CLIENT_SECRET_VARIABLES;
  const missing = needed.filter((name) => !isSet(name));
  if (missing.length === needed.length) return undefined;
  if (missing.length > 0) throw new CliError('connection_incomplete', { missing, needed });
  const value = (name: (typeof needed)[number]) => variableOrFile(env, name) ?? '';
  const org = {
    loginUrl: value('LEADLIGHT_SF_LOGIN_URL'),
    clientId: value('LEADLIGHT_SF_CLIENT_ID'),
    pubSubUrl: environmentValue(env, 'LEADLIGHT_SF_PUBSUB_URL'),
  };
  if (!usesJwt) return { ...org, clientSecret: value('LEADLIGHT_SF_CLIENT_SECRET') };
  return {
    ...org,
    username: value('LEADLIGHT_SF_USERNAME'),
    privateKey: value('LEADLIGHT_SF_PRIVATE_KEY'),
    audience: environmentValue(env, 'LEADLIGHT_SF_AUDIENCE'),
  };
}

const connectionFilePath = (folder: string) => join(folder, 'connection.json');

/** The connection in `connection.json`, which `leadlight start` writes for the sandbox org. */
export const readConnectionFile = (folder: string): OrgConnection | undefined =>
  existsSync(connectionFilePath(folder))
    ? (JSON.parse(readFileSync(connectionFilePath(folder), 'utf8')) as OrgConnection)
    : undefined;

/** Only the owner of the file can read it. */
export function writeConnectionFile(folder: string, connection: OrgConnection): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileAtomically(connectionFilePath(folder), JSON.stringify(connection, undefined, 2), 0o600);
}

export const removeConnectionFile = (folder: string): void => rmSync(connectionFilePath(folder), { force: true });
