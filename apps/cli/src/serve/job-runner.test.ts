import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStorage } from '@leadlight/storage';
import { afterEach, describe, expect, it } from 'vitest';
import { startJobRunner } from './job-runner.ts';

const ORG = '00D000000000001EAA';
const folder = mkdtempSync(join(tmpdir(), 'leadlight-jobs-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('startJobRunner', () => {
  it('does a requested job with the commands of an administrator, and says how it failed', async () => {
    const storage = await openStorage({ folder });
    await storage.jobs.request(ORG, { id: 'job_1', kind: 'train', requestedAt: Date.now(), requestedBy: 'api:key_1' });
    const runs: (readonly string[])[] = [];
    const lines: string[] = [];
    const failed = Promise.withResolvers<void>();
    const runner = startJobRunner({
      folder,
      org: ORG,
      run: (args) => {
        runs.push(args);
        return Promise.resolve({ error: { code: 'too_few_leads', message: 'Too few leads.' } });
      },
      log: (line) => {
        if (lines.push(line) === 2) failed.resolve();
      },
    });
    await failed.promise;
    await runner.stop();
    await storage.close();
    expect(runs).toEqual([['train']]);
    expect(lines).toEqual(['train starts, requested by api:key_1 …', 'train failed: Too few leads.']);
  });
});
