import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readyMade } from '@leadlight/propensity';
import { openStorage } from '@leadlight/storage';
import { afterAll, describe, expect, it } from 'vitest';
import { startJobRunner } from './job-runner.ts';
import type { JsonOutput } from './run-json-command.ts';

const ORG = '00D000000000001EAA';
const folder = mkdtempSync(join(tmpdir(), 'leadlight-jobs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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

  it('trains a requested propensity on records as they are now, and holds a first model for somebody to read', async () => {
    const storage = await openStorage({ folder });
    const job = { id: 'job_2', kind: 'train', requestedAt: Date.now(), requestedBy: 'api:key_1' } as const;
    await storage.jobs.request(ORG, { ...job, propensityId: 'account-churns' });
    const { runs, run } = recordRuns({ sync: {}, train: { entry: { id: 'm1', version: 1, active: false } } });
    const runner = startJobRunner({ folder, org: ORG, run, log: () => undefined });
    await expect.poll(async () => (await storage.jobs.list(ORG, 1))[0]?.state).toBe('done');
    await runner.stop();
    expect(runs).toEqual([['sync'], ['train', '--propensity', 'account-churns', '--hold']]);
    const [done] = await storage.jobs.list(ORG, 1);
    expect(done?.result).toMatchObject({ kind: 'train', modelId: 'm1', published: false });
    await storage.close();
  });

  it('scores once with a propensity model that was activated', async () => {
    const storage = await openStorage({ folder });
    const definition = readyMade.find(({ id }) => id === 'account-churns')!;
    await storage.propensities.add(ORG, { definition, revision: 1, changedAt: 1, changedBy: 'cli' });
    const model = { id: 'm1', learner: 'forest', trainedAt: 1, report: {} };
    await storage.propensityModels.save(ORG, definition.id, Uint8Array.of(1), model, true);
    const { runs, run } = recordRuns({ score: {} });
    const lines: string[] = [];
    const runner = startJobRunner({ folder, org: ORG, run, log: (line) => lines.push(line) });
    await expect.poll(() => lines.length).toBe(2);
    // Done in the next round, in which nothing is scored again.
    await storage.jobs.request(ORG, { id: 'job_3', kind: 'backtest', requestedAt: Date.now(), requestedBy: 'cli' });
    await expect.poll(async () => (await storage.jobs.findOpen(ORG))?.id).toBeUndefined();
    await runner.stop();
    expect(runs.filter(([command]) => command === 'score')).toEqual([['score', '--propensity', definition.id]]);
    expect(lines.slice(0, 2)).toEqual([
      'A model of account-churns was activated; its records are scored …',
      'The records of account-churns are scored.',
    ]);
    await storage.close();
  });
});

/** Runs no command, but answers for it. */
function recordRuns(outputs: Readonly<Record<string, object>>) {
  const runs: (readonly string[])[] = [];
  const run = (args: readonly string[]) => {
    runs.push(args);
    return Promise.resolve((outputs[args[0]!] ?? { error: { code: 'none', message: 'None.' } }) as JsonOutput);
  };
  return { runs, run };
}
