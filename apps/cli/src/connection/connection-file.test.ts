import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectionFromEnvironment, readConnectionFile, writeConnectionFile } from './connection-file.ts';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'leadlight-connection-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const app = { LEADLIGHT_SF_LOGIN_URL: 'https://acme.my.salesforce.com', LEADLIGHT_SF_CLIENT_ID: 'id' };
const org = { loginUrl: 'https://acme.my.salesforce.com', clientId: 'id' };

describe('connectionFromEnvironment', () => {
  it('reads a client secret, or a key that signs JWTs', () => {
    expect(connectionFromEnvironment({ ...app, LEADLIGHT_SF_CLIENT_SECRET: 'secret' })).toMatchObject({
      ...org,
      clientSecret: 'secret',
    });
    const jwt = {
      LEADLIGHT_SF_USERNAME: 'scoring@acme.example',
      LEADLIGHT_SF_PRIVATE_KEY: 'pem',
      LEADLIGHT_SF_AUDIENCE: 'https://login.salesforce.com',
    };
    expect(connectionFromEnvironment({ ...app, ...jwt })).toMatchObject({
      ...org,
      username: 'scoring@acme.example',
      privateKey: 'pem',
      audience: 'https://login.salesforce.com',
    });
  });

  it('reads a secret from the file that …_FILE names', () => {
    const file = join(folder, 'secret');
    writeFileSync(file, 'from a file\n');
    expect(connectionFromEnvironment({ ...app, LEADLIGHT_SF_CLIENT_SECRET_FILE: file })).toMatchObject({
      clientSecret: 'from a file',
    });
    expect(() => connectionFromEnvironment({ ...app, LEADLIGHT_SF_CLIENT_SECRET_FILE: join(folder, 'none') })).toThrow(
      /Cannot read what LEADLIGHT_SF_CLIENT_SECRET_FILE names, .*: there is no such file/,
    );
  });

  it('rejects an incomplete connection, naming what is missing and never quoting a secret', () => {
    const incomplete = () => connectionFromEnvironment({ LEADLIGHT_SF_CLIENT_SECRET: 'do not show' });
    expect(incomplete).toThrow(/LEADLIGHT_SF_LOGIN_URL and LEADLIGHT_SF_CLIENT_ID are missing/);
    expect(incomplete).not.toThrow(/do not show/);
    expect(() => connectionFromEnvironment({ ...app, LEADLIGHT_SF_USERNAME: 'x' })).toThrow(
      /LEADLIGHT_SF_PRIVATE_KEY is missing/,
    );
  });

  it('is undefined where the environment describes no connection', () => {
    expect(connectionFromEnvironment({})).toBeUndefined();
  });
});

describe('readConnectionFile', () => {
  it('reads what writeConnectionFile wrote', () => {
    expect(readConnectionFile(folder)).toBeUndefined();
    writeConnectionFile(folder, { ...org, clientSecret: 'secret', pubSubUrl: 'http://127.0.0.1:1' });
    expect(readConnectionFile(folder)).toEqual({ ...org, clientSecret: 'secret', pubSubUrl: 'http://127.0.0.1:1' });
  });
});
