import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseOptions } from './options.ts';

const folder = mkdtempSync(join(tmpdir(), 'lead-page-'));
const file = join(folder, 'secrets.json');
const secrets = {
  LEADLIGHT_SF_CLIENT_ID: 'id',
  LEADLIGHT_SF_CLIENT_SECRET: 'secret',
  LEADLIGHT_API_KEY: 'key',
  LEADLIGHT_ADMIN_API_KEY: 'admin key',
};
const args = ['--port', '8080', '--org-url', 'http://127.0.0.1:1', '--api-url', 'http://127.0.0.1:2'];

afterAll(() => rmSync(folder, { recursive: true }));

describe('parseOptions', () => {
  it('reads URLs from arguments and secrets from the environment', () => {
    expect(parseOptions(args, secrets)).toEqual({
      port: 8080,
      orgUrl: 'http://127.0.0.1:1',
      apiUrl: 'http://127.0.0.1:2',
      clientId: 'id',
      clientSecret: 'secret',
      apiKey: 'key',
      adminApiKey: 'admin key',
    });
  });

  it('reads secrets only from a file that only its owner can read', () => {
    writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
    expect(parseOptions([...args, '--secrets', file], {}).apiKey).toBe('key');
    chmodSync(file, 0o644);
    expect(() => parseOptions([...args, '--secrets', file], {})).toThrow(/chmod 600/);
  });

  it.each([
    [['--port', '70000'], /is not a port/],
    [['--port', '1'], /--org-url and --api-url/],
    [['--api-key', 'key'], /Unknown option/],
    [[...args, '--secrets', '/nowhere/at/all'], /cannot be read/],
  ])('rejects %j', (wrong, reason) => {
    expect(() => parseOptions(wrong, secrets)).toThrow(reason);
  });

  it('names a missing secret, and never a value', () => {
    const wrong = () => parseOptions(args, { ...secrets, LEADLIGHT_API_KEY: '' });
    expect(wrong).toThrow('LEADLIGHT_API_KEY is not set.');
    expect(wrong).not.toThrow('secret.');
  });
});
