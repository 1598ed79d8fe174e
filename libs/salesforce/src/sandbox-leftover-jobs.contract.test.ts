import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WriteJob } from '@leadlight/workflows';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SalesforceConnection } from './connection/salesforce-connection.ts';
import { queryRows } from './query/query.ts';
import { fileWriteClaim } from './testing/file-write-claim.ts';
import { startSandboxOrg, type SandboxOrg } from './testing/sandbox-org.ts';
import { scoreUpdate } from './testing/score-update.ts';
import { findJobState } from './bulk/job.ts';
import { ingestPath } from './write/ingest-job.ts';
import { createScoreWriter } from './write/score-writer.ts';

const WRITER = fileURLToPath(new URL('testing/writer-process.ts', import.meta.url));
const [OLD, NEW] = [20, 80];
/** A job processes chunks of 200 and pauses after the first. */
const LEADS = 250;

let org: SandboxOrg;
let aside: SalesforceConnection;
let folder: string;
let leadIds: readonly string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'leadlight-leftover-jobs-'));
  org = await startSandboxOrg(600, '--faults');
  aside = await org.connect();
  const rows = await queryRows(aside, `SELECT Id FROM Lead WHERE IsConverted = false LIMIT ${LEADS}`);
  leadIds = rows.map(({ Id }) => String(Id));
});
afterAll(async () => {
  await org?.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => org.control('DELETE', '/faults'));

/** Kills a writer of old scores with SIGKILL when its job has this state. @returns its ledger file and its job */
async function killedWriter(state: string) {
  const ledger = join(folder, `${randomUUID()}.json`);
  const args = [WRITER, JSON.stringify(org.options), leadIds.join(), String(OLD), ledger];
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  const ended = once(child, 'exit');
  await expect.poll(() => existsSync(ledger), { timeout: 60_000 }).toBe(true);
  const [{ jobId } = { jobId: '' }] = JSON.parse(readFileSync(ledger, 'utf8')) as WriteJob[];
  await expect.poll(() => findJobState(aside, ingestPath(jobId)), { timeout: 60_000, interval: 20 }).toBe(state);
  child.kill('SIGKILL');
  await ended;
  return { ledger, path: ingestPath(jobId) };
}

const scoresHeld = async () => {
  const ids = leadIds.map((id) => `'${id}'`).join();
  const rows = await queryRows(aside, `SELECT Leadlight_Score__c FROM Lead WHERE Id IN (${ids})`);
  return [...new Set(rows.map((row) => row.Leadlight_Score__c))];
};

describe('endOpenJobs in the sandbox org', () => {
  it.each(['UploadComplete', 'InProgress'])(
    'keeps a job that a killed writer left as %s from overwriting a newer score',
    async (state) => {
      await org.control('POST', '/faults', { kind: 'slow_job', object: 'Lead', delayMs: 1_500 });
      const { ledger, path } = await killedWriter(state);
      const writer = createScoreWriter(aside, { bulkThreshold: Infinity, history: false });
      const claim = fileWriteClaim(ledger);
      expect(await writer.endOpenJobs(claim)).toEqual([]);
      expect(await claim.jobs.list()).toEqual([]);
      // The job has ended, so that it cannot overwrite what is written now.
      expect(await findJobState(aside, path)).toBeUndefined();
      const outcomes = await writer.writeScores(
        leadIds.map((leadId) => scoreUpdate(leadId, { score: NEW })),
        claim,
      );
      expect(outcomes.every(({ outcome }) => outcome === 'written')).toBe(true);
      expect(await scoresHeld()).toEqual([NEW]);
    },
  );

  it('is needed: the job would overwrite the newer score otherwise', async () => {
    await org.control('POST', '/faults', { kind: 'slow_job', object: 'Lead', delayMs: 1_500 });
    const { ledger, path } = await killedWriter('InProgress');
    const writer = createScoreWriter(aside, { bulkThreshold: Infinity, history: false });
    await writer.writeScores(
      leadIds.map((leadId) => scoreUpdate(leadId, { score: NEW })),
      fileWriteClaim(join(folder, 'empty.json')),
    );
    await expect.poll(() => findJobState(aside, path), { timeout: 60_000 }).toBe('JobComplete');
    expect((await scoresHeld()).sort()).toEqual([OLD, NEW]);
    await writer.endOpenJobs(fileWriteClaim(ledger));
  });
});
