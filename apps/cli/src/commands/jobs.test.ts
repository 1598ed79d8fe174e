import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStorage, type Storage } from '@leadlight/storage';
import { ORG_JOB_RETRIES } from '@leadlight/workflows';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runLeadlight } from '../testing/run-in-process.ts';

const [ORG, OTHER] = ['00D000000000001EAA', '00D000000000002EAA'] as const;
const folder = mkdtempSync(join(tmpdir(), 'leadlight-jobs-command-'));
const leadlight = (...args: string[]) => runLeadlight([...args, '--folder', folder]);
let storage: Storage;

/** A job that has failed as often as it is tried. */
async function failedJob(orgId: string, step: string): Promise<void> {
  await storage.jobQueue.send(orgId, step);
  const jobs = storage.db.withoutPlugins().withSchema('leadlight_queue');
  for (let attempt = 0; attempt <= ORG_JOB_RETRIES; attempt++) {
    // Without the waits between two attempts.
    await jobs
      .updateTable('job' as never)
      .set({ start_after: new Date(0) } as never)
      .execute();
    await storage.jobQueue.fail((await storage.jobQueue.fetch())!, 'The org is away.');
  }
}

beforeAll(async () => {
  storage = await openStorage({ folder });
  for (const orgId of [ORG, OTHER]) await storage.orgs.markSynced(orgId, 1);
});
afterAll(async () => {
  await storage.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('leadlight jobs', () => {
  it('says that there are none', async () => {
    expect((await leadlight('jobs', 'list')).stdout).toContain('No job waits, runs or has failed.');
  });

  it('lists failed jobs first, of all orgs or of one', async () => {
    await failedJob(ORG, 'due-work');
    await storage.jobQueue.send(OTHER, 'due-work');
    const jobs = JSON.parse((await leadlight('jobs', 'list', '--json')).stdout) as unknown[];
    expect(jobs).toMatchObject([
      { orgId: ORG, step: 'due-work', state: 'failed', attempt: ORG_JOB_RETRIES, failure: 'The org is away.' },
      { orgId: OTHER, state: 'waiting', failure: null },
    ]);
    const { stdout } = await leadlight('jobs', 'list', '--org', OTHER);
    expect(stdout).toContain('waiting');
    expect(stdout).not.toContain('failed ');
  });

  it('tries a failed job again, of the named org only', async () => {
    const [failed] = await storage.jobQueue.list(ORG, 1);
    const wrong = await leadlight('jobs', 'retry', failed!.id, '--org', OTHER);
    expect([wrong.code, wrong.stderr]).toEqual([
      1,
      expect.stringContaining(`The org has no failed job ${failed!.id}.`),
    ]);
    expect((await leadlight('jobs', 'retry', failed!.id, '--org', ORG)).stdout).toContain('waits to be tried again');
    expect(await storage.jobQueue.list(ORG, 5)).toMatchObject([{ state: 'waiting', failure: null }]);
  });

  it('cancels a job', async () => {
    const [waiting] = await storage.jobQueue.list(ORG, 1);
    expect((await leadlight('jobs', 'cancel', waiting!.id, '--org', ORG)).code).toBe(0);
    expect(await storage.jobQueue.list(ORG, 5)).toEqual([]);
  });
});
