import { readFileSync } from 'node:fs';
import { environmentValue, toId18, type Environment, type EnvironmentVariableName } from '@leadlight/common';
import { CliError, readFailure } from './errors.ts';

/**
 * The value of a variable, or the content of the file that `<name>_FILE` names, such as a credential of systemd.
 * @throws CliError `file_unreadable`
 */
export function variableOrFile(env: Environment, name: EnvironmentVariableName): string | undefined {
  const value = environmentValue(env, name);
  if (value !== undefined) return String(value);
  const file = env[`${name}_FILE`];
  if (!file) return undefined;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new CliError('file_unreadable', { what: `what ${name}_FILE names,`, file, why: readFailure(error) });
  }
}

/** The keys that seal secrets in the database, the current one first. They are never stored in the database itself. */
export const readSecretKeys = (env: Environment): string[] =>
  (variableOrFile(env, 'LEADLIGHT_SECRET_KEYS') ?? '').split(/[\s,]+/).filter((key) => key !== '');

/** The org that `--org` names, else `LEADLIGHT_ORG`, as an id of 18 characters; undefined where neither is given. */
export function namedOrg(given: string | undefined, env: Environment = process.env): string | undefined {
  const named = given || environmentValue(env, 'LEADLIGHT_ORG');
  return named ? toId18(named.trim()) : undefined;
}
