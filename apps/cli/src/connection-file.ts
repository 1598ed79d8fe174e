import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from './files/write-whole.ts';
import { CliError } from './errors.ts';

/** How to reach an org with OAuth 2.0 client credentials. */
export interface OrgConnection {
  readonly loginUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const fileIn = (folder: string) => join(folder, 'connection.json');

/**
 * The connection from the environment, else from `connection.json` in the folder (which `leadlight start` writes for the
 * sandbox org, readable by its owner alone).
 * @throws CliError `not_connected`
 */
export function getConnection(folder: string, env: NodeJS.ProcessEnv = process.env): OrgConnection {
  const { LEADLIGHT_SF_LOGIN_URL, LEADLIGHT_SF_CLIENT_ID, LEADLIGHT_SF_CLIENT_SECRET } = env;
  if (LEADLIGHT_SF_LOGIN_URL && LEADLIGHT_SF_CLIENT_ID && LEADLIGHT_SF_CLIENT_SECRET) {
    return {
      loginUrl: LEADLIGHT_SF_LOGIN_URL,
      clientId: LEADLIGHT_SF_CLIENT_ID,
      clientSecret: LEADLIGHT_SF_CLIENT_SECRET,
    };
  }
  const given = { LEADLIGHT_SF_LOGIN_URL, LEADLIGHT_SF_CLIENT_ID, LEADLIGHT_SF_CLIENT_SECRET };
  const absent = Object.entries(given).flatMap(([name, value]) => (value ? [] : [name]));
  if (absent.length < 3) {
    throw new CliError(
      'not_connected',
      `The connection is half given: set ${absent.join(' and ')} too, or none of the three.`,
    );
  }
  if (existsSync(fileIn(folder))) return JSON.parse(readFileSync(fileIn(folder), 'utf8')) as OrgConnection;
  throw new CliError(
    'not_connected',
    'No org is connected. Set LEADLIGHT_SF_LOGIN_URL, LEADLIGHT_SF_CLIENT_ID and LEADLIGHT_SF_CLIENT_SECRET ' +
      '(an External Client App with the client credentials flow), or run "leadlight start" for the sandbox org.',
  );
}

/** True where `getConnection` would find one. */
export function isConnected(folder: string): boolean {
  try {
    getConnection(folder);
    return true;
  } catch {
    return false;
  }
}

export function saveConnection(folder: string, connection: OrgConnection): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeWhole(fileIn(folder), JSON.stringify(connection, undefined, 2), 0o600);
}
