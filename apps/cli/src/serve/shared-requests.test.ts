import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStorage, type Storage } from '@leadlight/storage';
import { requestTestMessage } from '@leadlight/workflows';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../with-storage.ts';
import type { JsonOutput } from './run-json-command.ts';
import { startSharedRequests } from './shared-requests.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadlight-requests-'));
let storage: Storage;
beforeAll(async () => {
  storage = await openStorage({ folder });
});
afterAll(async () => {
  await storage.close();
  rmSync(folder, { recursive: true, force: true });
});

const ORGS = ['one', 'two', 'three'];
const FAILED: JsonOutput = { error: { code: 'unreachable', message: 'The org is away.' } };

function start(orgs: readonly string[]) {
  const [ran, lines]: string[][] = [[], []];
  const runOn = (orgId: string) => (args: readonly string[]) => {
    ran!.push(`${orgId}: ${args.join(' ')}`);
    return Promise.resolve(FAILED);
  };
  const log = (orgId: string, line: string) => void lines!.push(`${orgId}: ${line}`);
  const requests = startSharedRequests({ folder, orgs: () => Promise.resolve(orgs), runOn, runAtOnceOn: runOn, log });
  return { ...requests, ran: ran!, lines: lines! };
}

describe('startSharedRequests', () => {
  it('does what is requested for any org that it works for, and goes on with others after a failure', async () => {
    for (const org of [...ORGS, 'elsewhere']) {
      const job = { id: `job_${org}`, kind: 'train', requestedAt: systemClock.now(), requestedBy: 'test' } as const;
      await storage.jobs.request(org, job);
      const settings = await storage.notificationSettings.find(org);
      await storage.notificationSettings.save(org, { ...settings, slack: { allowPrivate: false } }, 0, 'test');
      await requestTestMessage({ ...storage, clock: systemClock }, org, 'slack', 'test');
    }
    const requests = start(ORGS);
    await expect.poll(() => requests.lines.filter((line) => line.includes('cannot be sent')).length).toBe(3);
    await expect.poll(() => requests.lines.filter((line) => line.includes('train failed')).length).toBe(3);
    await requests.stop();
    expect(requests.ran.toSorted()).toEqual(
      ORGS.flatMap((org) => [`${org}: notifications send --no-limits`, `${org}: train`]).toSorted(),
    );
    for (const org of ORGS) expect(await storage.jobs.findOpen(org)).toBeUndefined();
    expect(await storage.jobs.findOpen('elsewhere')).toMatchObject({ state: 'waiting' });
  });
});
