import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStorage } from '@leadlight/storage';
import { requestTestMessage } from '@leadlight/workflows';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../with-storage.ts';
import type { JsonOutput } from './run-json-command.ts';
import { startTestMessageSender } from './test-message-sender.ts';

const ORG = '00D000000000001EAA';
const folder = mkdtempSync(join(tmpdir(), 'leadlight-test-messages-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What the sender does until it writes its first line. */
async function firstWork(output: JsonOutput) {
  const runs: (readonly string[])[] = [];
  const logged = Promise.withResolvers<string>();
  const run = (args: readonly string[]) => {
    runs.push(args);
    return Promise.resolve(output);
  };
  const sender = startTestMessageSender({ folder, org: ORG, run, log: logged.resolve });
  const line = await logged.promise;
  await sender.stop();
  return { runs, line };
}

describe('startTestMessageSender', () => {
  it('sends a test message that was requested, or says why it cannot', async () => {
    const storage = await openStorage({ folder });
    const before = await storage.notificationSettings.find(ORG);
    await storage.notificationSettings.save(ORG, { ...before, slack: { allowPrivate: false } }, Date.now(), 'test');
    await requestTestMessage({ ...storage, clock: systemClock }, ORG, 'slack', 'test');
    await storage.close();
    const runs = [['notifications', 'send', '--no-limits']];
    expect(await firstWork({})).toEqual({ runs, line: 'A test message was requested, and sent or given up.' });
    expect(await firstWork({ error: { code: 'x', message: 'No key.' } })).toEqual({
      runs,
      line: 'Test messages cannot be sent: No key.',
    });
  });
});
