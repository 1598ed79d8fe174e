import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStorage, type Storage } from '@leadlight/storage';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signatureOf } from '../notifications/webhook.ts';
import { runInProcess } from '../testing/run-in-process.ts';

const ORG = '00D000000000001EAA';
const SECRET = 'a text of more than thirty-two characters';
const folder = mkdtempSync(join(tmpdir(), 'leadlight-notifications-'));
const keys = randomBytes(32).toString('base64');
const received: { readonly body: string; readonly headers: NodeJS.Dict<string | string[]> }[] = [];
const receiver = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    received.push({ body, headers: request.headers });
    response.writeHead(204).end();
  });
});
let storage: Storage;
let env: Record<string, string>;
const notifications = (...args: readonly string[]) =>
  runInProcess(['notifications', ...args, '--folder', folder, '--org', ORG], env);

beforeAll(async () => {
  storage = await openStorage({ folder });
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
  env = {
    LEADLIGHT_SECRET_KEYS: keys,
    LEADLIGHT_WEBHOOK_URL: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`,
    LEADLIGHT_WEBHOOK_SECRET: SECRET,
  };
});
afterAll(async () => {
  receiver.close();
  await storage.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('leadlight notifications', () => {
  it('sends an event once by a signed webhook that was set up, and shows no secret', async () => {
    expect((await notifications('set', 'webhook', '--allow-private')).code).toBe(0);
    expect(await notifications('test', 'webhook')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('was sent'),
    });
    await storage.modelEvents.open(ORG, {
      ...{ id: 'evt_1', kind: 'performance_changed', severity: 'alarm', subject: '', modelId: 'm1', modelVersion: 1 },
      ...{ foundAt: Date.now(), since: null, endedAt: null, weeksBetweenFalseAlarms: 80 },
      message: { code: 'event_performance_unmeasured', values: [], english: 'Leads turn out differently.' },
      action: null,
    });
    expect(JSON.parse((await notifications('send', '--json')).stdout)).toMatchObject({ sent: 1, failed: 0 });
    expect(JSON.parse((await notifications('send', '--json')).stdout)).toMatchObject({ sent: 0 });
    expect(received.map(({ body }) => (JSON.parse(body) as { kind: string }).kind)).toEqual([
      'test',
      'performance_changed',
    ]);
    const { body, headers } = received[1]!;
    const timestamp = String(headers['leadlight-timestamp']);
    expect(headers['leadlight-signature']).toBe(`v1=${signatureOf(SECRET, timestamp, body)}`);
    const shown = (await notifications('show')).stdout;
    expect(shown).toContain('Routes that are on: webhook.');
    expect(shown).not.toContain(SECRET);
    expect(shown).not.toContain('/hook');
    expect(await storage.auditLog.list(ORG, 1)).toMatchObject([{ act: 'notifications.set', subject: 'webhook' }]);
  });

  it('names the cause and the remedy where a test message cannot be sent in Salesforce', async () => {
    const before = await storage.notificationSettings.find(ORG);
    await storage.notificationSettings.save(ORG, { ...before, salesforce: {} }, Date.now(), 'test');
    const { code, stderr } = await notifications('test', 'salesforce');
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^No .*connect.*LEADLIGHT_SF_LOGIN_URL/s)]);
    await storage.notificationSettings.save(ORG, before, Date.now(), 'test');
  });

  it('rejects private addresses unless they are allowed, and forgets the secret of a route that is off', async () => {
    await notifications('set', 'webhook');
    expect(await notifications('test', 'webhook')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('127.0.0.1 is a private address, which is not allowed'),
    });
    expect((await notifications('off', 'webhook')).code).toBe(0);
    expect(await storage.secrets.find(ORG, 'notifications/webhook')).toBeUndefined();
  });
});
