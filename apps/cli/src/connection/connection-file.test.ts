import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  connectionFromEnvironment,
  readConnectionFile,
  notConnectedError,
  writeConnectionFile,
} from './connection-file.ts';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'leadlight-connection-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const app = { LEADLIGHT_SF_LOGIN_URL: 'https://acme.my.salesforce.com', LEADLIGHT_SF_CLIENT_ID: 'id' };
const where = { loginUrl: 'https://acme.my.salesforce.com', clientId: 'id' };

describe('the connection', () => {
  test('comes from the environment, with a secret or with a key for JWTs', () => {
    expect(connectionFromEnvironment({ ...app, LEADLIGHT_SF_CLIENT_SECRET: 'secret' })).toMatchObject({
      ...where,
      clientSecret: 'secret',
    });
    const jwt = { LEADLIGHT_SF_USERNAME: 'scoring@acme.example', LEADLIGHT_SF_PRIVATE_KEY: 'pem' };
    expect(
      connectionFromEnvironment({ ...app, ...jwt, LEADLIGHT_SF_AUDIENCE: 'https://login.salesforce.com' }),
    ).toMatchObject({
      ...where,
      username: 'scoring@acme.example',
      privateKey: 'pem',
      audience: 'https://login.salesforce.com',
    });
  });

  test('takes a secret from the file that the environment names', () => {
    const file = join(folder, 'secret');
    writeFileSync(file, 'from a file\n');
    expect(connectionFromEnvironment({ ...app, LEADLIGHT_SF_CLIENT_SECRET_FILE: file })).toMatchObject({
      clientSecret: 'from a file',
    });
    expect(() => connectionFromEnvironment({ ...app, LEADLIGHT_SF_CLIENT_SECRET_FILE: join(folder, 'none') })).toThrow(
      /LEADLIGHT_SF_CLIENT_SECRET_FILE names .* which cannot be read/,
    );
  });

  test('that is half given is refused with what is missing, and never quoted', () => {
    expect(() => connectionFromEnvironment({ LEADLIGHT_SF_CLIENT_SECRET: 'do not show' })).toThrow(
      /set LEADLIGHT_SF_LOGIN_URL and LEADLIGHT_SF_CLIENT_ID too/,
    );
    expect(() => connectionFromEnvironment({ ...app, LEADLIGHT_SF_USERNAME: 'x' })).toThrow(
      /set LEADLIGHT_SF_PRIVATE_KEY too/,
    );
  });

  test('is read from the folder where the environment says nothing', () => {
    expect([connectionFromEnvironment({}), readConnectionFile(folder)]).toEqual([undefined, undefined]);
    writeConnectionFile(folder, { ...where, clientSecret: 'kept', pubSubUrl: 'http://127.0.0.1:1' });
    expect(readConnectionFile(folder)).toEqual({ ...where, clientSecret: 'kept', pubSubUrl: 'http://127.0.0.1:1' });
  });

  test('that is missing is asked for, and the orgs of which one is kept are named', () => {
    expect(notConnectedError(undefined, []).message).toMatch(/^No org is connected\. Set LEADLIGHT_SF_LOGIN_URL/);
    expect(notConnectedError('00Dx', ['00Dy']).message).toMatch(
      /^No connection to org 00Dx is kept\. Kept are those to 00Dy\. Set/,
    );
  });
});
