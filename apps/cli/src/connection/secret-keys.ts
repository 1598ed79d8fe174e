import { readFileSync } from 'node:fs';
import { CliError } from '../errors.ts';

/**
 * The keys that seal secrets in the database: the current one first, then former ones. They are kept outside the database:
 * in the environment, or in a file that it names (a credential of systemd).
 * @throws CliError `options` where the file cannot be read
 */
export function readSecretKeys(env: NodeJS.ProcessEnv): string[] {
  return given(env)
    .split(/[\s,]+/)
    .filter((key) => key !== '');
}

function given({ LEADLIGHT_SECRET_KEYS: keys, LEADLIGHT_SECRET_KEYS_FILE: file }: NodeJS.ProcessEnv): string {
  if (keys) return keys;
  if (!file) return '';
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CliError(
      'options',
      `LEADLIGHT_SECRET_KEYS_FILE names ${file}, which cannot be read: ${(error as Error).message}.`,
    );
  }
}
